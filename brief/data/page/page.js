
(() => {
  "use strict";
  const sources = document.getElementById("sources");
  const bar = document.getElementById("bar");
  if (!sources || !bar) return;
  document.documentElement.classList.add("script");

  const panel = document.createElement("section");
  panel.className = "panel";
  panel.tabIndex = -1;
  panel.append(bar.content.cloneNode(true));
  const part = (name) => panel.querySelector(`.bar .${name}`);
  const beside = matchMedia("(min-width: 64rem)");
  let link = null, row = null, places = [], at = 0, article = null;
  const gap = document.createComment("");

  const putBack = () => {
    if (article) gap.replaceWith(article);
    article = null;
    for (const mark of document.querySelectorAll("mark.current")) mark.classList.remove("current");
  };

  const take = (wanted) => {
    putBack();
    article = wanted;
    article.replaceWith(gap);
    panel.append(article);
    panel.setAttribute("aria-label", article.querySelector("h3").textContent);
    panel.scrollTop = 0;
  };

  const reveal = (target) => {
    const shown = beside.matches ? row : panel.offsetHeight < innerHeight ? panel : target;
    shown.scrollIntoView({ block: "nearest" });
  };

  const show = (number) => {
    at = (number + places.length) % places.length;
    const place = places[at];
    const name = place.hash.slice(1);
    const first = document.getElementById(name);
    if (!first) return;
    take(first.closest("article"));
    for (const mark of article.querySelectorAll(`[id="${name}"], [data-place="${name}"]`)) {
      mark.classList.add("current");
    }
    const out = part("out");
    out.hidden = !place.dataset.address;
    if (place.dataset.address) out.href = place.dataset.address;
    else out.removeAttribute("href");
    part("which").textContent = places.length > 1 ? `${at + 1} / ${places.length}` : "";
    part("previous").hidden = part("next").hidden = places.length < 2;
    const above = panel.getBoundingClientRect().top;
    if (first.getBoundingClientRect().bottom - above > panel.clientHeight * 0.75) {
      panel.scrollTop = first.getBoundingClientRect().top - above - panel.clientHeight / 3;
    }
    reveal(first);
  };

  const showWhole = (wanted) => {
    take(wanted);
    part("which").textContent = "";
    part("previous").hidden = part("next").hidden = part("out").hidden = true;
    reveal(panel);
  };

  const close = (returns) => {
    if (!link) return;
    putBack();
    panel.remove();
    row.classList.remove("opened");
    document.body.classList.remove("reading");
    if (returns) link.focus();
    link = row = null;
  };

  const open = (from) => {
    const wanted = document.getElementById(from.hash.slice(1));
    if (!wanted) return;
    close(false);
    const folded = from.closest("details");
    if (folded) folded.open = true;
    link = from;
    row = from.closest("li, tr, p, h1, h3");
    const seen = new Set();
    places = [...row.querySelectorAll("a.place")].filter(
      (each) => each.hash && !seen.has(each.hash) && seen.add(each.hash),
    );
    const start = places.findIndex((each) => each.hash === from.hash);
    if (row.matches("li")) row.append(panel);
    else (row.closest("table") || row).after(panel);
    row.classList.add("opened");
    document.body.classList.add("reading");
    if (from.matches(".source, .headline")) {
      places = [];
      showWhole(wanted);
    } else show(Math.max(start, 0));
    panel.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const from = event.target.closest("a.said, a.place, main a.source, #headlines a.headline");
    if (!from || !from.hash) return;
    event.preventDefault();
    open(from);
  });

  // An address that names a place or an article, as those have where scripts do not run.
  const follow = () => {
    const links = document.querySelectorAll("a.said, a.place, main a.source, #headlines a.headline");
    const from = location.hash && [...links].find((each) => each.hash === location.hash);
    if (from) open(from);
  };
  addEventListener("hashchange", follow);
  follow();

  panel.addEventListener("click", (event) => {
    if (event.target.closest(".close")) close(true);
    else if (event.target.closest(".previous")) show(at - 1);
    else if (event.target.closest(".next")) show(at + 1);
  });

  panel.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") close(true);
    else if (event.key === "n" && places.length > 1) show(at + 1);
    else if (event.key === "p" && places.length > 1) show(at - 1);
    else return;
    event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close(true);
  });
  addEventListener("beforeprint", () => close(false));
})();

(() => {
  "use strict";
  const list = document.getElementById("headlines");
  if (!list) return;
  const field = document.getElementById("search");
  const hits = document.getElementById("hits");
  const language = document.documentElement.lang;
  const category = new Intl.PluralRules(language);
  // Western digits, as on the whole page.
  const number = new Intl.NumberFormat(`${language}-u-nu-latn`);
  // Capitals, accents and points of vowels make no difference.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let stories = null, waiting = 0;

  const read = () => [...list.querySelectorAll("ul")].map((story) => ({
    story,
    items: [...story.children].map((item) => ({
      item,
      text: folded([...item.querySelectorAll(".headline, .whose")].map((e) => e.textContent).join(" ")),
    })),
  }));

  const filter = () => {
    stories = stories || read();
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { story, items } of stories) {
      const before = count;
      for (const { item, text } of items) {
        item.hidden = !words.every((word) => text.includes(word));
        if (!item.hidden) count += 1;
      }
      story.hidden = count === before;
    }
    const said = hits.dataset[category.select(count)] || hits.dataset.other;
    hits.textContent = words.length ? said.replace("{number}", number.format(count)) : "";
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 100);
  });
  field.parentElement.hidden = false;
  if (field.value) filter();
})();
