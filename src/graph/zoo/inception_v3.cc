#include <string>

#include "graph/zoo/inception.h"

namespace easel::graph {
namespace {

class InceptionV3 : public InceptionLayers {
 public:
  using InceptionLayers::InceptionLayers;

  ValueId Stem() {
    ValueId x = Unit("Conv2d_1a_3x3", input(), Bare(32, 3, 2));
    x = Unit("Conv2d_2a_3x3", x, Bare(32, 3));
    x = Unit("Conv2d_2b_3x3", x, Padded(64, 3));
    EndStage(x);
    x = Halve("maxpool1", x);
    x = Unit("Conv2d_3b_1x1", x, Padded(80));
    x = Unit("Conv2d_4a_3x3", x, Bare(192, 3));
    EndStage(x);
    return Halve("maxpool2", x);
  }

  /// Figure 5 of the paper.
  ValueId BlockA(const std::string& name, ValueId x, int64_t pool_channels) {
    return Apply(name, Concat{},
                 {Unit(name + ".branch1x1", x, Padded(64)),
                  Branch(name + ".branch5x5_", 1, x, {Padded(48), Padded(64, 5)}),
                  Branch(name + ".branch3x3dbl_", 1, x, {Padded(64), Padded(96, 3), Padded(96, 3)}),
                  Pool(name, x, pool_channels)});
  }

  ValueId ReductionB(const std::string& name, ValueId x) {
    return Apply(name, Concat{},
                 {Unit(name + ".branch3x3", x, Bare(384, 3, 2)),
                  Branch(name + ".branch3x3dbl_", 1, x, {Padded(64), Padded(96, 3), Bare(96, 3, 2)}),
                  Halve(name + ".branch_pool", x)});
  }

  /// Figure 6: 7 × 7 windows in two steps; `narrow` channels between them.
  ValueId BlockC(const std::string& name, ValueId x, int64_t narrow) {
    const Convolution row = Padded(narrow, {1, 7});
    const Convolution column = Padded(narrow, {7, 1});
    return Apply(
        name, Concat{},
        {Unit(name + ".branch1x1", x, Padded(192)),
         Branch(name + ".branch7x7_", 1, x, {Padded(narrow), row, Padded(192, {7, 1})}),
         Branch(name + ".branch7x7dbl_", 1, x, {Padded(narrow), column, row, column, Padded(192, {1, 7})}),
         Pool(name, x, 192)});
  }

  ValueId ReductionD(const std::string& name, ValueId x) {
    return Apply(name, Concat{},
                 {Branch(name + ".branch3x3_", 1, x, {Padded(192), Bare(320, 3, 2)}),
                  Branch(name + ".branch7x7x3_", 1, x,
                         {Padded(192), Padded(192, {1, 7}), Padded(192, {7, 1}), Bare(192, 3, 2)}),
                  Halve(name + ".branch_pool", x)});
  }

  /// Figure 7: branches that fork at their end.
  ValueId BlockE(const std::string& name, ValueId x) {
    const ValueId one = Unit(name + ".branch1x1", x, Padded(320));
    const ValueId three = Unit(name + ".branch3x3_1", x, Padded(384));
    const ValueId dbl = Branch(name + ".branch3x3dbl_", 1, x, {Padded(448), Padded(384, 3)});
    return Apply(name, Concat{},
                 {one, Unit(name + ".branch3x3_2a", three, Padded(384, {1, 3})),
                  Unit(name + ".branch3x3_2b", three, Padded(384, {3, 1})),
                  Unit(name + ".branch3x3dbl_3a", dbl, Padded(384, {1, 3})),
                  Unit(name + ".branch3x3dbl_3b", dbl, Padded(384, {3, 1})), Pool(name, x, 192)});
  }

 private:
  ValueId Pool(const std::string& name, ValueId x, int64_t channels) {
    return AverageBranch(name + ".branch_pool", x, channels, true);
  }
};

/// "Mixed_5b" for the first block of stage 5, or another letter for a later one.
std::string Mixed(int stage, int block) {
  return "Mixed_" + std::to_string(stage) + static_cast<char>('a' + block);
}

}  // namespace

Result<Network> BuildInceptionV3(const NetworkOptions& options) {
  InceptionV3 net(options);
  ValueId x = net.Stem();
  const int a = ScaledRepeats(3, options.depth);
  for (int i = 0; i < a; ++i) x = net.BlockA(Mixed(5, 1 + i), x, i == 0 ? 32 : 64);
  net.EndStage(x);
  x = net.ReductionB(Mixed(6, 0), x);
  const int c = ScaledRepeats(4, options.depth);
  for (int i = 0; i < c; ++i) x = net.BlockC(Mixed(6, 1 + i), x, i + 1 == c ? 192 : i == 0 ? 128 : 160);
  net.EndStage(x);
  x = net.ReductionD(Mixed(7, 0), x);
  for (int i = 0; i < ScaledRepeats(2, options.depth); ++i) x = net.BlockE(Mixed(7, 1 + i), x);
  net.EndStage(x);
  return net.Classify("fc", x, options.classes);
}

}  // namespace easel::graph
