#include <fmt/format.h>

#include "cmd/easel/command.h"

namespace easel::cmd {

void AddAccessCommands(CommandLine& line) {
  auto name = std::make_shared<std::string>();
  auto days = std::make_shared<int64_t>(0);

  CLI::App* token = line.app.add_subcommand("token", line.Say({"Bearer tokens of the HTTP API", "HTTP API 的令牌"}));
  token->require_subcommand(1);
  CLI::App* create = line.Add(token, "create", {"Create a token; it is shown this once", "创建令牌，仅显示一次"},
                              [=](Session& session) -> Status {
    EASEL_ASSIGN(const std::string secret, session.installation.catalog->credentials().IssueToken(
                                               store::TokenKind::kApi, *name, *days * 24 * 3600 * 1000));
    session.console.Result(json::object{{"name", *name}, {"token", secret}}, secret + "\n");
    return {};
  });
  create->add_option("name", *name, line.Say({"What it is for", "用途名称"}))->required();
  create->add_option("--days", *days, line.Say({"Days until it expires (default: never)", "有效天数（默认永久）"}))
      ->check(CLI::Range(1, 3650));
  line.Add(token, "list", {"List the tokens", "列出令牌"}, [](Session& session) -> Status {
    EASEL_ASSIGN(const auto tokens, session.installation.catalog->credentials().Tokens(store::TokenKind::kApi));
    json::array document;
    std::string text;
    for (const store::TokenInfo& info : tokens) {
      document.push_back({{"name", info.name}, {"expires", info.expires}});
      text += info.name + (info.expired ? session.console.Say({" (expired)", "（已过期）"}) : "") + "\n";
    }
    session.console.Result(document, text);
    return {};
  });
  CLI::App* revoke = line.Add(token, "revoke", {"Revoke a token", "吊销令牌"}, [=](Session& session) -> Status {
    EASEL_TRY(session.installation.catalog->credentials().RevokeNamed(store::TokenKind::kApi, *name));
    session.console.Result(json::object{{"revoked", *name}}, session.console.Say({"Revoked.\n", "已吊销。\n"}));
    return {};
  });
  revoke->add_option("name", *name, line.Say({"Name of the token", "令牌名称"}))->required();

  CLI::App* key = line.app.add_subcommand("key", line.Say({"API keys for EasyDL clients", "供 EasyDL 客户端使用的密钥"}));
  key->require_subcommand(1);
  CLI::App* create_key = line.Add(key, "create", {"Create a client_id and client_secret", "创建 client_id 和 client_secret"},
                                  [=](Session& session) -> Status {
    EASEL_ASSIGN(const auto pair, session.installation.catalog->credentials().CreateKey(*name));
    session.console.Result(json::object{{"client_id", pair.first}, {"client_secret", pair.second}},
                           fmt::format("client_id     {}\nclient_secret {}\n", pair.first, pair.second));
    return {};
  });
  create_key->add_option("name", *name, line.Say({"What it is for", "用途名称"}))->required();
}

}  // namespace easel::cmd
