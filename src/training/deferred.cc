#include "training/deferred.h"

#include <dlfcn.h>

#include "base/file.h"

namespace easel::training {

Result<const Engine*> LoadEngine() {
  const std::filesystem::path path = ProgramFolder() / "easel-engine.so";
  // Never closed: what it allocates and its threads may outlive any scope here.
  void* const module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  const void* const symbol = module == nullptr ? nullptr : dlsym(module, "easel_engine");
  if (symbol == nullptr) {
    const char* const reason = dlerror();
    return Fail(
        ErrorKind::kInternal, "engine-missing",
        {std::string("The training engine cannot be loaded (") + (reason == nullptr ? "" : reason) + ").",
         "无法加载训练引擎。"},
        {"Install libtorch with scripts/install-packages and build again, or train in quick mode.",
         "请用 scripts/install-packages 安装 libtorch 并重新构建，或使用快速模式。"});
  }
  return static_cast<const Engine*>(symbol);
}

}  // namespace easel::training
