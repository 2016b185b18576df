#include "training/engine/gloo.h"

#include <algorithm>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

namespace easel::training {
namespace {

std::unexpected<Error> Lost(const char* code, Text message, const std::string& detail) {
  return Fail(
      ErrorKind::kResources, code, std::move(message),
      {"Check that all machines are up and reach each other, and start the training again: it goes on from "
       "its "
       "last checkpoint (" +
           detail + ").",
       "请检查所有机器均在运行且网络互通，然后重新开始训练：训练将从上一个检查点继续（" + detail + "）。"});
}

/// The first line of an exception's text.
std::string Reason(const std::exception& error) {
  const std::string what = error.what();
  return what.substr(0, what.find('\n'));
}

/// The numbers of a partial sum in one row of float32, and those that need more digits in one of float64.
struct Parcel {
  torch::Tensor tensors;
  torch::Tensor numbers;
};

std::vector<torch::Tensor*> TensorsOf(Gradients& sum) {
  std::vector<torch::Tensor*> tensors;
  for (torch::Tensor& tensor : sum.parameters) tensors.push_back(&tensor);
  for (BatchStatistics& seen : sum.statistics) {
    tensors.push_back(&seen.mean);
    tensors.push_back(&seen.variance);
  }
  return tensors;
}

/// A parcel for a sum like this one, empty.
Parcel EmptyFor(Gradients& sum) {
  int64_t count = 0;
  for (const torch::Tensor* tensor : TensorsOf(sum)) count += tensor->numel();
  return {torch::empty({count}), torch::empty({5}, torch::kFloat64)};
}

Parcel Pack(Gradients& sum) {
  Parcel parcel = EmptyFor(sum);
  int64_t offset = 0;
  for (const torch::Tensor* tensor : TensorsOf(sum)) {
    parcel.tensors.narrow(0, offset, tensor->numel()).copy_(tensor->reshape({-1}));
    offset += tensor->numel();
  }
  parcel.numbers = torch::tensor({sum.loss, static_cast<double>(sum.correct), static_cast<double>(sum.items),
                                  static_cast<double>(sum.shards), sum.weight},
                                 torch::kFloat64);
  return parcel;
}

/// The inverse; `like` gives the tensors' sizes.
Gradients Unpack(const Parcel& parcel, const Gradients& like) {
  Gradients sum = like;
  int64_t offset = 0;
  for (torch::Tensor* tensor : TensorsOf(sum)) {
    const torch::Tensor part = parcel.tensors.narrow(0, offset, tensor->numel());
    offset += tensor->numel();
    *tensor = at::empty_like(*tensor).copy_(part.reshape(tensor->sizes()));
  }
  const double* const numbers = parcel.numbers.data_ptr<double>();
  sum.loss = numbers[0];
  sum.correct = static_cast<int64_t>(numbers[1]);
  sum.items = static_cast<int64_t>(numbers[2]);
  sum.shards = static_cast<int64_t>(numbers[3]);
  sum.weight = numbers[4];
  return sum;
}

class TcpTeam final : public GlooTeam {
 public:
  TcpTeam(const MeetingPoint& point, const c10::intrusive_ptr<c10d::ProcessGroupGloo>& group)
      : point_(point), group_(group) {}

  Team team() override {
    return {point_.rank, point_.size, [this](TreeSum& sum) { return Exchange(sum); }};
  }

 private:
  Status Exchange(TreeSum& sum) {
    const torch::NoGradGuard no_gradient;
    try {
      const Gradients like = sum.parts().front().sum;
      std::vector<TreeSum::Part> own;
      for (const TreeSum::Part& part : sum.parts()) own.push_back(part);
      std::vector<TreeSum::Part> others;
      for (int rank = 0; rank < point_.size; ++rank) {
        for (const TreeSum::Part& range : RangesOf(rank, sum.count())) {
          const auto mine = std::ranges::find(own, range.first, &TreeSum::Part::first);
          const bool is_mine = rank == point_.rank;
          Gradients copy = is_mine ? mine->sum : like;
          Parcel parcel = is_mine ? Pack(copy) : EmptyFor(copy);
          Broadcast(parcel.tensors, rank);
          Broadcast(parcel.numbers, rank);
          if (!is_mine) others.push_back({range.first, range.size, Unpack(parcel, like)});
        }
      }
      for (TreeSum::Part& part : others) sum.Put(part.first, part.size, std::move(part.sum));
    } catch (const std::exception& error) {
      return Lost("team-lost",
                  {"Another machine of this training is gone.", "参与训练的另一台机器已失去联系。"},
                  Reason(error));
    }
    return {};
  }

  void Broadcast(torch::Tensor& tensor, int root) {
    std::vector<torch::Tensor> tensors = {tensor};
    c10d::BroadcastOptions options;
    options.rootRank = root;
    group_->broadcast(tensors, options)->wait();
  }

  /// The partial sums that a process ends up with: those of its shards, merged as TreeSum merges them.
  std::vector<TreeSum::Part> RangesOf(int rank, size_t count) const {
    TreeSum own(count);
    const auto [begin, end] = ShardsOf({rank, point_.size, {}}, count);
    for (size_t i = begin; i < end; ++i) own.Put(i, 1, {});
    return std::move(own.parts());
  }

  const MeetingPoint point_;
  const c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

}  // namespace

Result<std::unique_ptr<GlooTeam>> GlooTeam::Join(const MeetingPoint& point) {
  try {
    c10d::TCPStoreOptions where;
    where.port = point.port;
    where.isServer = point.rank == 0;
    where.numWorkers = static_cast<size_t>(point.size);
    where.timeout = point.patience;
    auto store = c10::make_intrusive<c10d::TCPStore>(point.host, where);
    auto options = c10d::ProcessGroupGloo::Options::create();
    options->timeout = point.patience;
    options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(point.host));
    return std::make_unique<TcpTeam>(
        point, c10::make_intrusive<c10d::ProcessGroupGloo>(store, point.rank, point.size, options));
  } catch (const std::exception& error) {
    return Lost("team-incomplete",
                {"Not all machines of this training have come.", "参与训练的机器未能全部到齐。"},
                Reason(error));
  }
}

}  // namespace easel::training
