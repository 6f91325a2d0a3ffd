// Entries by facets without a whole new page: a choice is applied at once, focus stays where it is,
// back and forward work. Without this file the form is sent with its button.

const explorer = () => document.getElementById("explore");

let latest = 0;

// Where facets stand above the results, only those that are in use are open at first.
if (matchMedia("(max-width: 60rem)").matches) {
  for (const facet of document.querySelectorAll("#facets details")) {
    facet.open = facet.querySelector(":checked") !== null;
  }
}

async function show(address, { push }) {
  const turn = ++latest;
  const focused = document.activeElement?.id;
  const open = new Map([...document.querySelectorAll("#facets details")].map((item) => [item.id, item.open]));
  const scrolled = new Map(
    [...document.querySelectorAll("#facets fieldset")].map((item) => [item.parentElement.id, item.scrollTop]),
  );
  explorer().setAttribute("aria-busy", "true");
  let text;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    text = await answer.text();
  } catch {
    location.assign(address);
    return;
  }
  if (turn !== latest) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  if (push) history.pushState(null, "", address);
  document.title = page.title;
  explorer().replaceWith(page.getElementById("explore"));
  for (const tongue of document.querySelectorAll(".tongues a")) {
    const same = page.querySelector(`.tongues a[hreflang="${tongue.hreflang}"]`);
    if (same) tongue.href = same.href;
  }
  for (const [id, isOpen] of open) {
    const facet = document.getElementById(id);
    if (facet) facet.open = isOpen;
  }
  for (const [id, top] of scrolled) {
    const list = document.getElementById(id)?.querySelector("fieldset");
    if (list) list.scrollTop = top;
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.getElementById("announcer").textContent = document.getElementById("found").textContent;
}

function addressOf(form) {
  const address = new URL(form.action);
  const standard = { q: "", sort: "printed", size: "50" };
  for (const [name, value] of new FormData(form)) {
    if (standard[name] !== value) address.searchParams.append(name, value);
  }
  return address.href;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("#facets");
  if (form) show(addressOf(form), { push: true });
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "facets") return;
  event.preventDefault();
  show(addressOf(event.target), { push: true });
});

addEventListener("popstate", () => {
  if (explorer()) show(location.href, { push: false });
});
