// Passkeys: says whether they work here, and asks the browser to make one or to log in with one.
const place = document.querySelector("[data-passkeys]");
const options = document.querySelector("#passkey-options");
const form = options && place.querySelector("form");
let asking;

// A passkey belongs to a name and to those below it.
function state() {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return "unknown";
  const isHere = `.${location.hostname}`.endsWith(`.${place.dataset.passkeys}`);
  return isHere ? "ready" : "elsewhere";
}

function credential(signal) {
  const told = JSON.parse(options.textContent);
  const { parseCreationOptionsFromJSON, parseRequestOptionsFromJSON } = PublicKeyCredential;
  return told.user
    ? navigator.credentials.create({ signal, publicKey: parseCreationOptionsFromJSON(told) })
    : navigator.credentials.get({ signal, publicKey: parseRequestOptionsFromJSON(told) });
}

async function ask(event) {
  asking?.abort();
  asking = new AbortController();
  const status = form.querySelector("[role=status]");
  status.textContent = "";
  try {
    form.elements.passkey.value = JSON.stringify((await credential(asking.signal)).toJSON());
    form.submit();
  } catch (error) {
    // Some browsers want a click first. Without one there is nothing to tell.
    if (event && error.name !== "AbortError") status.textContent = sentence(error);
  }
}

function sentence(error) {
  if (error.name === "NotAllowedError") return "It was canceled, or took too long. Try again.";
  if (error.name === "InvalidStateError") return "There is a passkey of yours already. Choose another place.";
  return `It did not work: ${error.message}`;
}

if (place) {
  const now = state();
  for (const part of place.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== now;
  if (form && now === "ready") {
    const button = form.querySelector("button");
    button.addEventListener("click", ask);
    button.focus();
    ask();
  }
}
