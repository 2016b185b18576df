#include <string>

#include "graph/zoo/inception.h"

namespace easel::graph {
namespace {

class InceptionV4 : public InceptionLayers {
 public:
  using InceptionLayers::InceptionLayers;

  /// Figure 3 of the paper.
  ValueId Stem() {
    ValueId x = Branch("features.", 0, input(), {Bare(32, 3, 2), Bare(32, 3), Padded(64, 3)});
    EndStage(x);
    std::string name = "features.3";
    x = Apply(name, Concat{}, {Halve(name + ".maxpool", x), Unit(name + ".conv", x, Bare(96, 3, 2))});
    name = "features.4";
    x = Apply(name, Concat{},
              {Branch(name + ".branch0.", 0, x, {Padded(64), Bare(96, 3)}),
               Branch(name + ".branch1.", 0, x,
                      {Padded(64), Padded(64, {1, 7}), Padded(64, {7, 1}), Bare(96, 3)})});
    EndStage(x);
    name = "features.5";
    return Apply(name, Concat{}, {Unit(name + ".conv", x, Bare(192, 3, 2)), Halve(name + ".maxpool", x)});
  }

  /// Figure 4.
  ValueId BlockA(const std::string& name, ValueId x) {
    return Apply(
        name, Concat{},
        {Unit(name + ".branch0", x, Padded(96)),
         Branch(name + ".branch1.", 0, x, {Padded(64), Padded(96, 3)}),
         Branch(name + ".branch2.", 0, x, {Padded(64), Padded(96, 3), Padded(96, 3)}), Pool(name, x, 96)});
  }

  /// Figure 7.
  ValueId ReductionA(const std::string& name, ValueId x) {
    return Apply(name, Concat{},
                 {Unit(name + ".branch0", x, Bare(384, 3, 2)),
                  Branch(name + ".branch1.", 0, x, {Padded(192), Padded(224, 3), Bare(256, 3, 2)}),
                  Halve(name + ".branch2", x)});
  }

  /// Figure 5.
  ValueId BlockB(const std::string& name, ValueId x) {
    return Apply(name, Concat{},
                 {Unit(name + ".branch0", x, Padded(384)),
                  Branch(name + ".branch1.", 0, x, {Padded(192), Padded(224, {1, 7}), Padded(256, {7, 1})}),
                  Branch(name + ".branch2.", 0, x,
                         {Padded(192), Padded(192, {7, 1}), Padded(224, {1, 7}), Padded(224, {7, 1}),
                          Padded(256, {1, 7})}),
                  Pool(name, x, 128)});
  }

  /// Figure 8.
  ValueId ReductionB(const std::string& name, ValueId x) {
    return Apply(name, Concat{},
                 {Branch(name + ".branch0.", 0, x, {Padded(192), Bare(192, 3, 2)}),
                  Branch(name + ".branch1.", 0, x,
                         {Padded(256), Padded(256, {1, 7}), Padded(320, {7, 1}), Bare(320, 3, 2)}),
                  Halve(name + ".branch2", x)});
  }

  /// Figure 6: branches that fork at their end.
  ValueId BlockC(const std::string& name, ValueId x) {
    const ValueId zero = Unit(name + ".branch0", x, Padded(256));
    const ValueId one = Unit(name + ".branch1_0", x, Padded(384));
    const ValueId two =
        Branch(name + ".branch2_", 0, x, {Padded(384), Padded(448, {3, 1}), Padded(512, {1, 3})});
    return Apply(name, Concat{},
                 {zero, Unit(name + ".branch1_1a", one, Padded(256, {1, 3})),
                  Unit(name + ".branch1_1b", one, Padded(256, {3, 1})),
                  Unit(name + ".branch2_3a", two, Padded(256, {1, 3})),
                  Unit(name + ".branch2_3b", two, Padded(256, {3, 1})), Pool(name, x, 256)});
  }

 private:
  ValueId Pool(const std::string& name, ValueId x, int64_t channels) {
    return AverageBranch(name + ".branch3.1", x, channels, false);
  }
};

}  // namespace

Result<Network> BuildInceptionV4(const NetworkOptions& options) {
  InceptionV4 net(options);
  ValueId x = net.Stem();
  int module = 6;
  const auto next = [&] { return "features." + std::to_string(module++); };
  for (int i = 0; i < ScaledRepeats(4, options.depth); ++i) x = net.BlockA(next(), x);
  net.EndStage(x);
  x = net.ReductionA(next(), x);
  for (int i = 0; i < ScaledRepeats(7, options.depth); ++i) x = net.BlockB(next(), x);
  net.EndStage(x);
  x = net.ReductionB(next(), x);
  for (int i = 0; i < ScaledRepeats(3, options.depth); ++i) x = net.BlockC(next(), x);
  net.EndStage(x);
  return net.Classify("last_linear", x, options.classes);
}

}  // namespace easel::graph
