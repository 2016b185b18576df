#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Names of entries in folders, archives and manifests: what they say, and whether they may be trusted.
namespace easel::dataset {

/// True for well-formed UTF-8 (no overlong forms, no surrogates).
bool IsUtf8(std::string_view text);

/// True when the text may be GB18030 as well as UTF-8, e.g. "\xC3\xA8" is "è" or "猫": all that is not ASCII
/// in it are two-byte sequences.
bool IsAmbiguous(std::string_view utf8);

std::optional<std::string> FromGb18030(std::string_view text);

/// The text as UTF-8: unchanged when it is that already (a byte-order mark is dropped), else converted from
/// GB18030, the encoding of zip names and spreadsheets on Chinese Windows. nullopt when it is neither.
std::optional<std::string> ToUtf8(std::string_view text);

/// The relative path with '/' between its parts and without empty or "." parts. nullopt for one that would
/// lead out of its folder (absolute, with a drive letter, or with a ".." part), is empty, or is longer than
/// 4,096 bytes.
std::optional<std::string> CleanPath(std::string_view path);

/// Files that systems leave behind: a part that starts with a dot, __MACOSX, Thumbs.db, desktop.ini.
bool IsHidden(std::string_view path);

/// The last part; all but the last part ("" at the top); the path without its extension.
std::string_view FileName(std::string_view path);
std::string_view FolderOf(std::string_view path);
std::string_view StemOf(std::string_view path);

/// How many folders two paths have in common at their start.
size_t CommonFolders(std::string_view a, std::string_view b);

/// The extension in lower-case ASCII, without the dot.
std::string ExtensionOf(std::string_view path);
std::string LowerCase(std::string_view text);
/// Without blanks and tabs at its ends.
std::string_view TrimBlanks(std::string_view text);

/// True for the extension of any picture format, whether Easel can read it or not: those get a clear answer.
bool HasPictureExtension(std::string_view path);
/// Likewise of sounds.
bool HasSoundExtension(std::string_view path);

}  // namespace easel::dataset
