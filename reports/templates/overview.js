"use strict";
// Everything from a document is set with textContent, so that no markup in it can come to life.
(() => {
  const SIZE = 50, PRINTED = 250;
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const { documents, sentences, figures } = JSON.parse(document.getElementById("content").textContent);
  const form = document.getElementById("filters");
  const body = document.querySelector("#figures tbody");
  const heads = [...document.querySelectorAll("#figures th")];
  const earlier = document.getElementById("earlier"), later = document.getElementById("later");
  const order = new Intl.Collator("en", { sensitivity: "base", numeric: true });
  let shown = figures, first = 0, size = SIZE, sort = { by: "day", down: true }, open = null;

  for (const figure of figures) {
    const { title, publisher } = paper(figure);
    figure.title = title;
    figure.search = [sentences[figure.sentence], figure.said, figure.category, figure.country, figure.place, figure.who,
      figure.source, figure.group, figure.facets, figure.cause, figure.sector, title, publisher].filter(Boolean).join("\n").toLowerCase();
  }

  function paper(figure) {
    return documents[figure.document];
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function day(iso) {
    if (!iso) return "no date";
    const [year, month, date] = iso.split("-").map(Number);
    return `${date} ${MONTHS[month - 1]} ${year}`;
  }

  function facets(figure) {
    return figure.facets ? figure.facets.split(", ") : [];
  }

  function choices(name, values = (figure) => (figure[name] ? [figure[name]] : [])) {
    const counts = new Map();
    for (const value of figures.flatMap(values)) counts.set(value, (counts.get(value) || 0) + 1);
    for (const value of [...counts.keys()].sort(order.compare)) {
      form.elements[name].append(element("option", `${value} (${counts.get(value)})`, { value }));
    }
  }

  function filter() {
    const wanted = Object.fromEntries(new FormData(form));
    const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
    shown = figures.filter((figure) =>
      ["category", "country", "who", "sector", "cause", "modality"].every((name) => !wanted[name] || figure[name] === wanted[name]) &&
      (!wanted.facet || facets(figure).includes(wanted.facet)) &&
      (!wanted.since || (figure.day && figure.day >= wanted.since)) &&
      (!wanted.until || (figure.day && figure.day <= wanted.until)) &&
      words.every((word) => figure.search.includes(word)));
    const sign = sort.down ? -1 : 1;
    shown.sort((a, b) => {
      const one = a[sort.by] ?? "", other = b[sort.by] ?? "";
      return sign * (sort.by === "value" ? one - other : order.compare(one, other));
    });
    first = 0;
    open = null;
    draw();
  }

  function showAll() {
    for (const field of form.elements) if (field.name) field.value = "";
    filter();
  }

  function draw() {
    const page = shown.slice(first, first + size);
    body.replaceChildren(...page.flatMap((figure) => (figure === open ? [row(figure), sentence(figure)] : [row(figure)])));
    const last = first + page.length;
    document.getElementById("count").textContent = shown.length
      ? `${shown.length.toLocaleString("en")} of ${figures.length.toLocaleString("en")} figures; ` +
        `shown are ${first + 1} to ${last}.`
      : "No figure fits these choices.";
    document.getElementById("page").textContent =
      `Page ${Math.floor(first / size) + 1} of ${Math.max(1, Math.ceil(shown.length / size))}`;
    earlier.disabled = first === 0;
    later.disabled = last >= shown.length;
  }

  function row(figure) {
    const made = element("tr", "", { class: figure === open ? "figure open" : "figure", id: `figure-${figure.id}` });
    const button = element("button", figure.said, { type: "button", class: "open-figure", "aria-expanded": figure === open });
    const said = element("td");
    said.append(button);
    if (figure.estimate) said.append(element("small", ` ${figure.estimate}`, { class: "estimate", title: figure.factor }));
    const notes = [figure.modality !== "reported" && figure.modality, figure.part && "part of a larger figure"].filter(Boolean);
    if (notes.length) said.append(element("small", ` ${notes.join(", ")}`));
    made.append(said, cell(figure.category, [figure.group, figure.kind].filter(Boolean).join(" · ")), cell(figure.country, figure.place !== figure.country && figure.place),
      cell(figure.who, figure.unnamed && paper(figure).publisher && "publisher"), cell(day(figure.day), figure.assumed && "day published"), cell(figure.title));
    made.addEventListener("click", (event) => {
      if (event.target.closest("a") || (String(getSelection()) && event.target !== button)) return;
      choose(figure === open ? null : figure, button === event.target);
    });
    return made;
  }

  function cell(text, more) {
    const made = element("td", text, { dir: "auto" });
    if (more) made.append(element("small", text ? ` ${more}` : more));
    return made;
  }

  function sentence(figure) {
    const text = sentences[figure.sentence], [from, to] = figure.marked;
    const { title, link: address, publisher, published, date_source, origin } = paper(figure);
    const made = element("tr", "", { class: "sentence" }), inside = element("td", "", { colspan: "6" });
    const quote = element("blockquote", "", { dir: "auto" });
    quote.append(text.slice(0, from), element("mark", text.slice(from, to)), text.slice(to));
    const list = element("dl");
    const link = address ? element("a", title, { href: address, rel: "noopener noreferrer" }) : title;
    const say = (name, value) => {
      if (!value) return;
      const told = element("dd", "", { dir: "auto" });
      told.append(value);
      list.append(element("dt", name), told);
    };
    say("Document", link);
    say("Published", [publisher, day(published)].filter(Boolean).join(", ") +
      (date_source ? ` (date from: ${date_source})` : ""));
    say("Claimant", figure.unnamed ? "none named: the writer just says it"
      : [figure.who, figure.type && `(${figure.type})`].filter(Boolean).join(" "));
    say("In the text's words", figure.source !== figure.who && figure.source);
    say("Relayed by", figure.via);
    say("As of", day(figure.day) + (figure.when ? ` (“${figure.when}”)` : figure.assumed ? " (day of publication, assumed)" : ""));
    say("Who or what", figure.group);
    say("Counted are", figure.facets);
    say("Place", figure.place && figure.place + (figure.role ? ` (${figure.role})` : ""));
    say("Said to be", figure.modality);
    say("Kind of count", figure.measure);
    say("Estimate", [figure.estimate, figure.factor && (figure.estimate ? `(${figure.factor})` : figure.factor)].filter(Boolean).join(" "));
    say("Cause", figure.cause);
    say("Sector", figure.sector);
    say("Confidence", figure.sure !== undefined && figure.sure.toFixed(2));
    say("Read from", origin);
    inside.append(quote, list);
    made.append(inside);
    return made;
  }

  function choose(figure, focus) {
    const at = figure || open;
    open = figure;
    draw();
    if (focus && at) document.getElementById(`figure-${at.id}`)?.querySelector("button").focus();
  }

  function follow() {
    const id = decodeURIComponent(location.hash).replace(/^#figure-/, "");
    const figure = location.hash.startsWith("#figure-") && figures.find((one) => one.id === id);
    if (!figure) return;
    if (!shown.includes(figure)) {
      showAll();
    }
    first = Math.floor(shown.indexOf(figure) / size) * size;
    choose(figure, true);
    document.getElementById(`figure-${figure.id}`).scrollIntoView({ block: "center" });
  }

  function turn(pages) {
    first += pages * size;
    choose(null, false);
    document.getElementById("all").scrollIntoView();
  }

  function setSort(head) {
    const by = head.dataset.sort;
    sort = { by, down: sort.by === by ? !sort.down : by === "value" || by === "day" };
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
    filter();
  }

  for (const name of ["category", "country", "who", "sector", "cause", "modality"]) choices(name);
  choices("facet", facets);
  for (const head of heads) head.querySelector("button").addEventListener("click", () => setSort(head));
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("clear").addEventListener("click", showAll);
  earlier.addEventListener("click", () => turn(-1));
  later.addEventListener("click", () => turn(1));
  body.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) choose(null, true);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches(".open-figure")) return;
    const buttons = [...body.querySelectorAll(".open-figure")];
    buttons[buttons.indexOf(event.target) + step]?.focus();
    event.preventDefault();
  });
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#figure-"]');
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  function forPrint(printing) {
    size = printing ? PRINTED : SIZE;
    first = 0;
    document.querySelector("#how details").open = printing;
    draw();
  }

  addEventListener("beforeprint", () => forPrint(true));
  addEventListener("afterprint", () => forPrint(false));
  for (const id of ["filters", "figures", "pages"]) document.getElementById(id).hidden = figures.length === 0;
  filter();
  follow();
})();
