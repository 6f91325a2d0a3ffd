// Names while one types in a field of search: a list that the browser shows. Without this file the
// field is a plain one.

const WAIT = 150;
const address = new URL("../api/suggest", import.meta.url);

function offer(field) {
  const list = document.getElementById(field.getAttribute("list"));
  let timer = 0;
  let latest = "";
  field.addEventListener("input", () => {
    clearTimeout(timer);
    latest = field.value.trim();
    timer = setTimeout(async () => {
      const words = latest;
      if (!words) return;
      const asked = new URL(address);
      const { edition } = field.form.elements;
      const own = edition ? { edition: edition.value } : {};
      asked.search = new URLSearchParams({ q: words, lang: document.documentElement.lang, ...own });
      const answer = await fetch(asked).catch(() => null);
      if (!answer?.ok || words !== latest) return;
      const { names } = await answer.json();
      list.replaceChildren(...names.map((name) => new Option(name)));
    }, WAIT);
  });
}

for (const field of document.querySelectorAll('input[type="search"][list]')) offer(field);
