#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

/// The reasons for which one entry of an import is left out, in one place so that they read alike.
namespace easel::dataset {

Error UnsafePath(std::string entry);      ///< "unsafe-path"
Error SymlinkSkipped(std::string entry);  ///< "symlink-skipped"
Error HiddenSkipped(std::string entry);   ///< "hidden-skipped"
Error NotAPicture(std::string entry);     ///< "not-a-picture"
Error NotASound(std::string entry);       ///< "not-a-sound"
Error SoundTruncated(std::string entry);  ///< "sound-truncated": imported as far as it goes
Error SoundNotNumbers(std::string entry,
                      int64_t samples);           ///< "sound-not-numbers": those samples are taken as silence
Error SoundAmbiguous(std::string recording);      ///< "sound-ambiguous": several are called so
Error SoundLabelledTwice(std::string recording);  ///< "labelled-twice": not in the same way
Error GroupNameInvalid(std::string entry);        ///< "group-name-invalid": imported without its group
Error FileMissing(std::string entry);             ///< "file-missing": listed in a manifest
Error EntryUnreadable(std::string entry);         ///< "entry-unreadable": no permission, or a disk error
Error EntryTooLarge(std::string entry);           ///< "entry-too-large"
Error EntryBroken(std::string entry);             ///< "entry-broken": damaged inside the archive
Error LabelMissing(std::string entry);            ///< "label-missing": imported without a label
Error LabelConflict(
    std::string entry);  ///< "label-conflict": the file is there with another label, which is kept

// Of boxes.
Error PictureMissing(std::string picture);      ///< "picture-missing": labelled, but not there
Error PictureAmbiguous(std::string picture);    ///< "picture-ambiguous": several are called so
Error PictureSizeDiffers(std::string picture);  ///< "picture-size-differs" from what its labels say
Error LabelledTwice(std::string picture, const std::string& kept);  ///< "labelled-twice": by two files
Error NoBoxes();  ///< "no-boxes": labels, but not a single box

}  // namespace easel::dataset
