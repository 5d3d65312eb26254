// Theme, keys and the findings table. Texts reach the page as text nodes only; nothing is fetched.
"use strict";
(() => {
  const doc = document, root = doc.documentElement;
  const get = (id) => doc.getElementById(id);
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };

  const saved = recall("caraway-theme"); // before the first paint
  if (saved === "dark" || saved === "light") root.dataset.theme = saved;

  const make = (tag, attributes, ...children) => {
    const node = doc.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };

  function theme() {
    const button = get("theme"), system = matchMedia("(prefers-color-scheme: dark)");
    const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
    const label = () => {
      button.textContent = dark() ? "Light" : "Dark";
      button.setAttribute("aria-label", `${button.textContent} theme`);
    };
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      keep("caraway-theme", root.dataset.theme);
      label();
    });
    system.addEventListener("change", label);
    button.hidden = false;
    label();
  }

  function keys() {
    const box = make("input", { type: "checkbox", id: "keys-on" });
    box.checked = recall("caraway-keys") !== "off";
    box.addEventListener("change", () => keep("caraway-keys", box.checked ? "on" : "off"));
    const close = make("button", { class: "btn", type: "button" }, "Close");
    const list = make("dl");
    for (const [names, what] of [
      [["/"], "filter the findings"], [["j", "k"], "next, previous finding"],
      [["[", "]"], "previous, next conversation"], [["u"], "up one level"], [["?"], "this panel"],
    ]) {
      const term = make("dt");
      names.forEach((name, at) => term.append(at ? " " : "", make("kbd", {}, name)));
      list.append(term, make("dd", {}, what));
    }
    const panel = make("dialog", { id: "keys", "aria-labelledby": "keys-title" },
      make("h2", { id: "keys-title" }, "Keyboard"), list, make("label", {}, box, " Single keys are on"), close);
    doc.body.append(panel);
    close.addEventListener("click", () => panel.close());
    const open = get("keys-open");
    open.addEventListener("click", () => panel.showModal());
    open.hidden = false;

    const hop = (step) => {
      const stops = [...doc.querySelectorAll(get("rows") ? "#rows .c-at a" : ".note, .places .id > a")];
      if (!stops.length) return;
      const at = stops.indexOf(doc.activeElement);
      const next = stops[Math.min(stops.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : stops.length - 1) : at + step))];
      next.focus();
      next.scrollIntoView({ block: "center" });
    };
    const follow = (selector) => { const link = doc.querySelector(selector); if (link) link.click(); };
    const act = {
      "/": () => { const field = get("f-q"); if (field) field.focus(); },
      j: () => hop(1), k: () => hop(-1), "?": () => panel.showModal(),
      "[": () => follow("a[rel=prev]"), "]": () => follow("a[rel=next]"), u: () => follow("a[data-up]"),
    };
    doc.addEventListener("keydown", (event) => {
      if (!box.checked || panel.open || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, select, textarea, [contenteditable]")) return;
      if (Object.hasOwn(act, event.key)) { event.preventDefault(); act[event.key](); }
    });
  }

  function findings() {
    const block = get("findings-data");
    if (!block) return;
    const data = JSON.parse(block.textContent), total = data.rule.length, size = data.shown;
    const fields = ["q", "sev", "sec", "rule", "who", "state"].map((name) => [name, get("f-" + name)]).filter((pair) => pair[1]);
    let hay = null, hits = [], page = 0, timer = 0;

    const place = (at) => data.places[data.place[at]];
    function text(at) { // what the words of the filter are looked for in
      const [code, name] = data.rules[data.rule[at]];
      return `${code} ${name} ${data.evidence[at]} ${data.reasons[data.reason[at]]} ${data.who[data.person[at]][1]} ${place(at)[1]} ${data.number[at]}`.toLowerCase();
    }

    function row(at) {
      const [severity, glyph] = data.severities[data.severity[at]], [code, name, , anchor] = data.rules[data.rule[at]];
      const [kind, who, about] = data.who[data.person[at]], [number, conversation] = place(at), line = data.line[at];
      const state = data.states[data.state[at]];
      const cell = (css, ...children) => make("td", { role: "cell", class: css }, ...children);
      const linked = (href, ...children) => make("a", { href: "../" + href }, ...children);
      const rule = cell("c-rule", anchor ? linked("rules.html#" + anchor, `${code} ${name}`) : code);
      if (state) rule.append(" ", make("span", { class: "soft" }, `(${state})`));
      const evidence = cell("c-ev"), reason = data.reasons[data.reason[at]];
      if (data.evidence[at]) evidence.append(make("p", { dir: "auto" }, `“${data.evidence[at]}”`));
      if (reason) evidence.append(make("p", { class: "why", dir: "auto" }, reason));
      const person = cell("c-who");
      if (kind === "client") person.append(make("span", { class: "soft" }, "client"), " ");
      person.append(about ? linked(about, make("bdi", {}, who)) : make("bdi", {}, who));
      const where = cell("c-at");
      if (number) {
        const target = String(number).padStart(5, "0") + ".html" + (line ? "#m" + line : "");
        const link = linked("conversations/" + target, make("bdi", {}, conversation));
        if (line) link.append(" ", make("span", { class: "nw" }, `message ${line}`));
        where.append(link);
      } else where.append(conversation ? make("bdi", {}, conversation) : "–");
      return make("tr", { role: "row", class: state ? "off" : "" },
        cell("c-sev", make("span", { class: `sev s-${severity}` }, `${glyph} ${severity}`)),
        rule, evidence, person, where, cell("c-sure", data.sure[data.certain[at]]),
        cell("c-num", data.number[at].slice(0, data.short)));
    }

    function draw() {
      const last = Math.max(0, Math.ceil(hits.length / size) - 1), form = (number) => number.toLocaleString("en");
      page = Math.min(page, last);
      get("rows").replaceChildren(...hits.slice(page * size, (page + 1) * size).map(row));
      get("count").textContent = hits.length === total ? `${form(total)} findings, worst first`
        : hits.length ? `${form(hits.length)} of ${form(total)} findings` : `None of ${form(total)} findings fits this filter`;
      get("page-at").textContent = `Page ${form(page + 1)} of ${form(last + 1)}`;
      get("page-back").disabled = page === 0;
      get("page-on").disabled = page === last;
    }

    function filter() {
      const want = Object.fromEntries(fields.map(([name, field]) => [name, field.value]));
      const words = want.q.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length && !hay) hay = data.rule.map((_, at) => text(at));
      hits = [];
      for (let at = 0; at < total; at++) {
        const [code, , section] = data.rules[data.rule[at]], [kind, who] = data.who[data.person[at]];
        if (want.sev && data.severities[data.severity[at]][0] !== want.sev) continue;
        if (want.sec && String(section) !== want.sec) continue;
        if (want.rule && code !== want.rule) continue;
        if (want.who && (want.who[0] === "~" && kind !== "agent" ? want.who !== "~" + kind : kind !== "agent" || who !== want.who)) continue;
        if (want.state && (data.state[at] === 0) !== (want.state === "open")) continue;
        if (words.every((word) => hay[at].includes(word))) hits.push(at);
      }
      draw();
    }

    function store() {
      const hash = new URLSearchParams();
      for (const [name, field] of fields) if (field.value) hash.set(name, field.value);
      if (page) hash.set("page", page + 1);
      const said = hash.toString();
      history.replaceState(null, "", said ? "#f?" + said : location.pathname.split("/").pop() + location.search);
    }

    function restore() {
      const asked = location.hash.startsWith("#f?");
      const hash = new URLSearchParams(asked ? location.hash.slice(3) : "");
      if (asked || !get("rows").dataset.drawn) {
        for (const [name, field] of fields) {
          const value = hash.get(name) || "";
          field.value = value;
          if (field.value !== value) field.value = ""; // a choice that this page does not have
        }
        page = Math.max(0, (parseInt(hash.get("page"), 10) || 1) - 1);
        filter();
        get("rows").dataset.drawn = "1";
      }
      if (asked) get("findings").scrollIntoView();
    }

    const change = () => { page = 0; filter(); store(); };
    for (const [, field] of fields) field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(change, 60); });
    get("filter").addEventListener("submit", (event) => event.preventDefault());
    get("f-clear").addEventListener("click", () => { for (const [, field] of fields) field.value = ""; change(); get("f-q").focus(); });
    const turn = (step) => { page += step; draw(); store(); get("findings").scrollIntoView(); };
    get("page-back").addEventListener("click", () => turn(-1));
    get("page-on").addEventListener("click", () => turn(1));
    addEventListener("hashchange", restore);
    get("filter").hidden = false;
    get("pager").hidden = total <= size;
    restore();
  }

  // Without the script a count leads to the table; with it, to the table as the count says
  const filters = () => { for (const link of doc.querySelectorAll("a[data-filter]")) link.hash = "f?" + link.dataset.filter; };

  doc.addEventListener("DOMContentLoaded", () => { filters(); theme(); keys(); findings(); root.dataset.ready = "1"; });
  addEventListener("beforeprint", () => { for (const fold of doc.querySelectorAll("details")) fold.open = true; });
})();
