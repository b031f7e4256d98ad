// Reads {"secret", "headers", "body"} and tells what a customer gets: the body, or why it is refused.
const { Webhook } = require("standardwebhooks");
const { secret, headers, body } = JSON.parse(require("fs").readFileSync(0, "utf8"));
try {
  console.log("accepted " + JSON.stringify(new Webhook(secret).verify(body, headers)));
} catch (refused) {
  console.log("refused " + refused.message);
}
