#include "publish/releases.h"

#include "evaluation/golden.h"

namespace easel::publish {

Result<std::unique_ptr<runtime::Model>> LoadModel(store::Blobs& blobs, const store::Model& model) {
  EASEL_ASSIGN(const Bytes bytes, blobs.Get(model.bundle));
  EASEL_ASSIGN(graph::Bundle bundle, graph::ParseBundle(bytes));
  return runtime::Model::Create(std::move(bundle));
}

Result<store::Release> Publish(store::Catalog& catalog, store::Blobs& blobs, media::Decoder& decoder,
                               const store::Project& project, int number, std::string_view suffix,
                               bool open) {
  EASEL_ASSIGN(const store::Model row, catalog.models().Get(project.id, number));
  EASEL_ASSIGN(const auto model, LoadModel(blobs, row));
  EASEL_TRY(evaluation::CheckGolden(*model, decoder));
  return catalog.releases().Publish(suffix, project.id, row.number, open);
}

}  // namespace easel::publish
