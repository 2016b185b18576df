#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

/// What Label Studio's tasks have in common, of pictures and of recordings.
namespace easel::dataset {

/// null and "" for members that are not there or are of another kind.
const json::object* ObjectIn(const json::object& object, std::string_view key);
const json::array* ArrayIn(const json::object& object, std::string_view key);
std::string_view TextIn(const json::object& object, std::string_view key);

/// The name of the file that a task is about: the last part of its address ("image" or "audio", as `medium`
/// says, else its first text), percent-decoded, its query aside; of local files ("…?d=folder/a.jpg") the
/// whole path.
std::string FileOfTask(const json::object& data, std::string_view medium);
/// The address that reads back as that name.
std::string UploadAddress(std::string_view name);

/// The results of the last annotation that was not cancelled; null when nobody annotated.
const json::array* ResultsOf(const json::object& task);

/// Label Studio puts eight digits and a dash before the name of an uploaded file: the name without them; ""
/// when there are none.
std::string_view NameBeforeUpload(std::string_view name);

}  // namespace easel::dataset
