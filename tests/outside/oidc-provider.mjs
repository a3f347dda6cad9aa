// A real OpenID Connect provider on a free port of this machine. Its people come as JSON
// in one line on standard input, by login: {"anna": {"family_name": …, "birthdate": …}};
// any password fits. Prints its issuer once it listens.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

let input = "";
process.stdin.setEncoding("utf8");
for await (const chunk of process.stdin) {
  input += chunk;
  if (input.includes("\n")) break;
}
const people = JSON.parse(input);

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "veche",
      client_secret: "a-secret-of-the-test",
      redirect_uris: ["http://127.0.0.1/registered"],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    }],
    pkce: { required: () => true },
    claims: {
      openid: ["sub"],
      profile: ["family_name", "given_name", "middle_name", "birthdate", "residence"],
    },
    findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  });
  // The port that we are called back on is not known before.
  provider.Client.prototype.redirectUriAllowed = (uri) =>
    /^http:\/\/127\.0\.0\.1:\d+\/(ru|en)\/sign-in\/openid\/callback$/.test(uri);
  server.on("request", provider.callback());
  console.log(issuer);
});
