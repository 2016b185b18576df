#include "training/engine/gloo.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "base/file.h"

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

std::vector<torch::Tensor*> TensorsOf(Gradients& sum) {
  std::vector<torch::Tensor*> tensors;
  for (torch::Tensor& tensor : sum.parameters) tensors.push_back(&tensor);
  for (BatchStatistics& seen : sum.statistics) {
    tensors.push_back(&seen.mean);
    tensors.push_back(&seen.variance);
  }
  return tensors;
}

/// A partial sum as it is sent: float32 tensors, each in the layout that gradients mostly have, then five
/// numbers of 64 bits.
class Parcel {
 public:
  /// An empty one for a sum like this.
  explicit Parcel(Gradients& like) {
    int64_t count = 2 * kNumbers;
    for (const torch::Tensor* tensor : TensorsOf(like)) count += tensor->numel();
    row_ = torch::empty({count + count % 2});
  }

  torch::Tensor& row() { return row_; }

  void Fill(Gradients& sum) {
    Gradients views = ViewsLike(sum);
    const std::vector<torch::Tensor*> to = TensorsOf(views);
    const std::vector<torch::Tensor*> from = TensorsOf(sum);
    for (size_t i = 0; i < to.size(); ++i) to[i]->copy_(*from[i]);
    const std::array<double, kNumbers> numbers = {sum.loss, sum.weight, static_cast<double>(sum.correct),
                                                  static_cast<double>(sum.items),
                                                  static_cast<double>(sum.shards)};
    std::memcpy(Numbers(), numbers.data(), sizeof numbers);
  }

  /// The inverse. The result's tensors lie in the parcel, which they keep.
  Gradients Open(Gradients& like) {
    Gradients sum = ViewsLike(like);
    std::array<double, kNumbers> numbers{};
    std::memcpy(numbers.data(), Numbers(), sizeof numbers);
    sum.loss = numbers[0];
    sum.weight = numbers[1];
    sum.correct = static_cast<int64_t>(numbers[2]);
    sum.items = static_cast<int64_t>(numbers[3]);
    sum.shards = static_cast<int64_t>(numbers[4]);
    return sum;
  }

 private:
  static constexpr int64_t kNumbers = 5;

  Gradients ViewsLike(Gradients& like) {
    Gradients views = like;
    int64_t offset = 0;
    for (torch::Tensor* tensor : TensorsOf(views)) {
      const std::vector<int64_t> sizes = tensor->sizes().vec();
      const torch::Tensor part = row_.narrow(0, offset, tensor->numel());
      offset += tensor->numel();
      *tensor = sizes.size() == 4 ? part.as_strided(sizes, c10::get_channels_last_strides_2d(sizes))
                                  : part.view(sizes);
    }
    return views;
  }

  void* Numbers() { return row_.data_ptr<float>() + row_.numel() - 2 * kNumbers; }

  torch::Tensor row_;
};

class TcpTeam final : public GlooTeam {
 public:
  TcpTeam(const MeetingPoint& point, const c10::intrusive_ptr<c10d::ProcessGroupGloo>& group)
      : point_(point), group_(group) {}

  Team team() override {
    return {point_.rank, point_.size, [this](TreeSum& sum) { return Exchange(sum); }};
  }

 private:
  using Work = decltype(std::declval<c10d::ProcessGroupGloo&>().send(
      std::declval<std::vector<torch::Tensor>&>(), 0, 0));

  struct Arrival {
    TreeSum::Part range;
    Parcel parcel;
  };

  /// All at once and in both directions; a partial sum is copied once, into the parcel that is sent.
  Status Exchange(TreeSum& sum) {
    const torch::NoGradGuard no_gradient;
    try {
      Gradients like = sum.parts().front().sum;
      std::vector<Work> works;
      std::vector<Arrival> arrivals;
      for (const int rank : Others()) {
        for (TreeSum::Part& range : RangesOf(rank, sum.count())) {
          std::vector<torch::Tensor> row = {
              arrivals.emplace_back(Arrival{std::move(range), Parcel(like)}).parcel.row()};
          works.push_back(group_->recv(row, rank, static_cast<int>(arrivals.back().range.first)));
        }
      }
      for (TreeSum::Part& part : sum.parts()) {
        Parcel parcel(like);
        parcel.Fill(part.sum);
        std::vector<torch::Tensor> row = {parcel.row()};
        for (const int rank : Others())
          works.push_back(group_->send(row, rank, static_cast<int>(part.first)));
      }
      for (const Work& work : works) work->wait();
      for (Arrival& arrival : arrivals)
        sum.Put(arrival.range.first, arrival.range.size, arrival.parcel.Open(like));
    } catch (const std::exception& error) {
      return Lost("team-lost",
                  {"Another machine of this training is gone.", "参与训练的另一台机器已失去联系。"},
                  Reason(error));
    }
    return {};
  }

  std::vector<int> Others() const {
    std::vector<int> ranks;
    for (int rank = 0; rank < point_.size; ++rank)
      if (rank != point_.rank) ranks.push_back(rank);
    return ranks;
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

Result<uint16_t> FreePort() {
  const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{
      .sin_family = AF_INET, .sin_port = 0, .sin_addr = {::htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.get(), any, size) != 0 || ::getsockname(socket.get(), any, &size) != 0) {
    return FailErrno("find a free port", "127.0.0.1", errno);
  }
  return ::ntohs(address.sin_port);
}

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
