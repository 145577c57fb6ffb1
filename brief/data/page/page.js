
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
  let link = null, row = null, places = [], at = 0, article = null;
  const gap = document.createComment("");

  const putBack = () => {
    if (article) gap.replaceWith(article);
    article = null;
    for (const mark of document.querySelectorAll("mark.current")) mark.classList.remove("current");
  };

  const show = (number) => {
    at = (number + places.length) % places.length;
    putBack();
    const place = places[at];
    const name = place.hash.slice(1);
    const first = document.getElementById(name);
    if (!first) return;
    article = first.closest("article");
    article.replaceWith(gap);
    panel.append(article);
    for (const mark of article.querySelectorAll(`[id="${name}"], [data-place="${name}"]`)) {
      mark.classList.add("current");
    }
    const out = part("out");
    out.hidden = !place.dataset.address;
    if (place.dataset.address) out.href = place.dataset.address;
    else out.removeAttribute("href");
    part("which").textContent = places.length > 1 ? `${at + 1} / ${places.length}` : "";
    part("previous").hidden = part("next").hidden = places.length < 2;
    panel.setAttribute("aria-label", article.querySelector("h3").textContent);
    const above = first.getBoundingClientRect().top - panel.getBoundingClientRect().top;
    panel.scrollTop += above - panel.clientHeight / 3;
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
    close(false);
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
    show(Math.max(start, 0));
    panel.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const from = event.target.closest("a.said, a.place, main a.source");
    if (!from || !from.hash) return;
    event.preventDefault();
    if (from.matches(".source")) openWhole(from);
    else open(from);
  });

  const openWhole = (from) => {
    close(false);
    link = from;
    row = from.closest("li, tr, p, h1, h3");
    places = [];
    const wanted = document.getElementById(from.hash.slice(1));
    if (!wanted) return;
    article = wanted;
    article.replaceWith(gap);
    panel.append(article);
    if (row.matches("li")) row.append(panel);
    else (row.closest("table") || row).after(panel);
    row.classList.add("opened");
    document.body.classList.add("reading");
    part("which").textContent = "";
    part("previous").hidden = part("next").hidden = part("out").hidden = true;
    panel.setAttribute("aria-label", article.querySelector("h3").textContent);
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
  };

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
