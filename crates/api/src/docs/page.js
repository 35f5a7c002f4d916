// Shows openapi.json as a page. Everything is set as text, never as markup.
const make = (name, text, ...children) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};
const classed = (element, name) => { element.className = name; return element; };
const shown = (value) => make("pre", JSON.stringify(value, null, 2));

// References are followed, save where the list of all kinds would unfold.
const named = (it) => it.$ref?.split("/").pop();
const unfolded = (it, all) => {
  if (Array.isArray(it)) return it.map((one) => unfolded(one, all));
  if (it === null || typeof it !== "object") return it;
  if (named(it) && named(it) !== "CloudEvent") return unfolded(all[named(it)], all);
  return Object.fromEntries(Object.entries(it).map(([key, value]) => [key, unfolded(value, all)]));
};

const bodies = (content, all) => Object.entries(content ?? {}).map(([type, { schema }]) =>
  make("div", "", make("code", type), shown(unfolded(schema, all))));

const operation = (path, method, it, { schemas: all, responses }) => {
  const head = make("summary", "", classed(make("code", method.toUpperCase()), "method"), make("code", path),
    classed(make("span", it.summary), "said"));
  const rows = it.parameters.map((p) => make("tr", "", make("td", "", make("code", p.name)), make("td", p.in),
    make("td", p.description ?? ""), make("td", "", make("code", named(p.schema) ?? p.schema.format ?? p.schema.type ?? ""))));
  const parts = [head];
  if (rows.length) parts.push(make("table", "", ...rows));
  if (it.requestBody) parts.push(make("h4", "Body"), ...bodies(it.requestBody.content, all));
  for (const [status, answer] of Object.entries(it.responses)) {
    const problem = responses[named(answer)];
    if (problem) parts.push(make("p", `${status} ${problem.description}`));
    else parts.push(make("h4", `${status} ${answer.description}`), ...bodies(answer.content, all));
  }
  return make("details", "", ...parts);
};

const kind = (name, schema, all) => make("details", "", make("summary", "", make("code", name),
  classed(make("span", schema.description ?? ""), "said")), shown(unfolded(schema.properties.data, all)));

const show = (api) => {
  const all = api.components.schemas;
  document.getElementById("about").textContent = `${api.info.version}. ${api.info.description}`;
  const main = document.getElementById("operations");
  for (const tag of api.tags) {
    const section = make("section", "", make("h2", tag.name), make("p", tag.description));
    for (const [path, methods] of Object.entries(api.paths)) {
      for (const [method, it] of Object.entries(methods)) {
        if (it.tags.includes(tag.name)) section.append(operation(path, method, it, api.components));
      }
    }
    main.append(section);
  }
  document.getElementById("kinds-title").hidden = false;
  for (const name of Object.keys(all.CloudEvent.discriminator.mapping)) {
    document.getElementById("kinds").append(kind(name, all[name], all));
  }
};

document.getElementById("wanted").addEventListener("input", ({ target }) => {
  const wanted = target.value.toLowerCase();
  for (const one of document.querySelectorAll("details")) {
    one.hidden = !one.textContent.toLowerCase().includes(wanted);
  }
});

fetch("/openapi.json").then((answer) => answer.json()).then(show);
