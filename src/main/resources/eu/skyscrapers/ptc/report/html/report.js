"use strict";

document.documentElement.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
  const find = (id) => document.getElementById(id);

  for (const details of document.querySelectorAll("details")) {
    details.open = false;
    addEventListener("beforeprint", () => (details.open = true));
  }

  // A second click brings back the order of the page, the worst first.
  for (const table of document.querySelectorAll(".sortable")) {
    const body = table.tBodies[0];
    const worstFirst = Array.from(body.rows);
    const heads = Array.from(table.tHead.rows[0].cells);
    const name = (row) => row.querySelector("a").textContent;
    // What could not be read may be any number.
    const number = (row, column) => Number(row.cells[column].textContent.replace("-", Number.MAX_VALUE));
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const sorted = head.ariaSort;
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        const rows = [...worstFirst];
        if (!sorted && column === 0) {
          rows.sort((a, b) => name(a).localeCompare(name(b)));
        } else if (!sorted) {
          rows.sort((a, b) => number(b, column) - number(a, column));
        }
        if (!sorted) {
          head.setAttribute("aria-sort", column === 0 ? "ascending" : "descending");
        }
        body.append(...rows);
      });
    });
  }

  const form = find("filter");
  if (!form) {
    return;
  }

  // All that is asked of a row at each key is read from the page once.
  const groups = Array.from(document.querySelectorAll(".group"), (element) => {
    const keys = element.dataset.keys.split(" ");
    return {
      element,
      keys,
      words: element.dataset.keys,
      number: element.querySelector(".number"),
      cluster: element.closest(".cluster").id.replace("cluster-", ""),
      shown: true,
      lists: Array.from(element.querySelectorAll(".rows"), (list) => ({
        element: list,
        shown: true,
        rows: Array.from(list.children, (row) => ({
          element: row,
          text: row.textContent.toLowerCase(),
          reason: row.dataset.reason || keys[1],
          upstream: row.dataset.upstream,
          namespaces: " " + row.dataset.namespace + " ",
          shown: true,
        })),
      })),
    };
  });
  for (const group of groups) {
    group.rows = group.lists.reduce((sum, list) => sum + list.rows.length, 0);
  }
  const total = groups.reduce((sum, group) => sum + group.rows, 0);

  // A cluster comes before the namespaces, whose list follows it.
  const fields = ["verdict", "reason", "cluster", "upstream", "namespace", "search"].map(find).filter(Boolean);
  const fits = {
    verdict: (value, group) => hasVerdict(group, value),
    reason: (value, group, row) => row.reason === value,
    cluster: (value, group) => group.cluster === value,
    upstream: (value, group, row) => row.upstream === value,
    namespace: (value, group, row) => row.namespaces.includes(" " + value + " "),
    search: (terms, group, row) => terms.every((term) => group.words.includes(term) || row.text.includes(term)),
  };

  /** What is asked for, by field. */
  function asked() {
    return fields
      .filter((field) => field.value.trim())
      .map((field) => {
        const fit = fits[field.id];
        if (field.id === "search") {
          const terms = field.value.toLowerCase().split(/\s+/).filter(Boolean);
          return { words: "\u201c" + terms.join(" ") + "\u201d", matches: (group, row) => fit(terms, group, row) };
        }
        const value = field.value;
        const words = (field.id === "namespace" ? "namespace " : "") + field.selectedOptions[0].text;
        return { words, matches: (group, row) => fit(value, group, row) };
      });
  }

  const matchesAll = (filters, group, row) => filters.every((each) => each.matches(group, row));

  const namespaces = Array.from(find("namespace").options);
  let followed = "";

  /** Leaves the namespaces of the chosen cluster in the list. */
  function follow() {
    const cluster = find("cluster") ? find("cluster").value : "";
    if (cluster === followed) {
      return;
    }
    followed = cluster;
    const here = groups
      .filter((group) => !cluster || group.cluster === cluster)
      .flatMap((group) => group.lists.flatMap((list) => list.rows.map((row) => row.namespaces)))
      .join("");
    const select = find("namespace");
    const chosen = select.value;
    select.replaceChildren(
      ...namespaces.filter((option) => !option.value || !cluster || here.includes(" " + option.value + " "))
    );
    select.value = chosen;
    if (select.selectedIndex < 0) {
      select.value = "";
    }
  }

  function show(item, shown) {
    if (item.shown !== shown) {
      item.shown = shown;
      item.element.hidden = !shown;
    }
  }

  function showRows(list, rows) {
    show(list, rows.length > 0);
    if (list.shown && rows.length !== list.matching) {
      // Of a list that is not in sight a browser knows but this guess.
      list.element.style.containIntrinsicBlockSize = "auto " + 3 * rows.length + "rem";
      list.matching = rows.length;
    }
    if (list.shown) {
      // The rows of a hidden list stay as they are: nobody sees them.
      const matching = new Set(rows);
      list.rows.forEach((row) => show(row, matching.has(row)));
    }
  }

  function hasVerdict(group, verdict) {
    switch (verdict) {
      case "":
        return true;
      case "expected":
        return group.keys[1] === "expected";
      case "unexpected":
        return group.keys[0] === "direct" && group.keys[1] !== "expected";
      default:
        return group.keys[0] === verdict;
    }
  }

  const images = (number) => number + (number === 1 ? " image" : " images");

  /** What to take back where nothing is left. */
  function hint(filters) {
    const without = [];
    for (const each of filters) {
      const others = filters.filter((other) => other !== each);
      let number = 0;
      for (const group of groups) {
        for (const list of group.lists) {
          number += list.rows.filter((row) => matchesAll(others, group, row)).length;
        }
      }
      if (number > 0) {
        without.push("without " + each.words + " there would be " + images(number));
      }
    }
    const show = without.length ? without.join(", ") : "\u201cShow all\u201d brings back all " + images(total);
    return "No image matches all of this: " + show + ".";
  }

  let refused = false;

  function filter() {
    follow();
    const filters = asked();
    // Of the others only the numbers are printed, see the style.
    const printed = find("verdict").value || find("reason").value || (find("print") && find("print").checked);
    document.documentElement.classList.toggle("all", Boolean(printed));
    let all = 0;
    for (const group of groups) {
      let matching = 0;
      for (const list of group.lists) {
        const rows = list.rows.filter((row) => matchesAll(filters, group, row));
        showRows(list, rows);
        matching += rows.length;
      }
      show(group, matching > 0);
      group.number.textContent = matching === group.rows ? `(${matching})` : `(${matching} of ${group.rows})`;
      all += matching;
    }
    for (const element of document.querySelectorAll(".cluster")) {
      element.hidden = followed !== "" && element.id !== "cluster-" + followed;
    }
    find("count").textContent = filters.length
      ? all + " of " + images(total) + " shown: " + filters.map((each) => each.words).join(", ")
      : images(total);
    find("hint").textContent = refused
      ? "The address asks for a filter that this page does not have, so that all images are shown."
      : all === 0
        ? hint(filters)
        : "";
  }

  // Names, as the numbers of two reports differ.
  const inAddress = (option) => (/^[0-9]+$/.test(option.value) ? option.textContent : option.value);
  const isPlace = () => location.hash.length > 1 && !location.hash.includes("=");

  /** Puts the filter into the address, so that a view can be shared. */
  function write() {
    const words = new URLSearchParams();
    for (const field of fields.filter((each) => each.value.trim())) {
      words.set(field.id, field.id === "search" ? field.value.trim() : inAddress(field.selectedOptions[0]));
    }
    const text = words.toString();
    if (text || !isPlace()) {
      history.replaceState(null, "", text ? "#" + text : location.href.split("#")[0]);
    }
  }

  function take(field, text) {
    if (field.id === "search") {
      field.value = text;
      return text !== "" && field.value === text;
    }
    const options = Array.from(field.options).filter((option) => option.value && inAddress(option) === text);
    field.value = options.length === 1 ? options[0].value : "";
    follow();
    return options.length === 1;
  }

  /** Anybody may have written the address: all of it is a filter of this page, or none of it is taken. */
  function read() {
    const words = new URLSearchParams(location.hash.slice(1));
    const ids = Array.from(words.keys());
    const clear = () => fields.forEach((field) => (field.value = ""));
    clear();
    follow();
    refused =
      location.hash.length > 2000 ||
      new Set(ids).size < ids.length ||
      !ids.every((id) => fields.some((field) => field.id === id)) ||
      !fields.every((field) => !words.has(field.id) || take(field, words.get(field.id)));
    if (refused) {
      clear();
    }
    filter();
    // Nobody may miss that something is missing.
    if (ids.length > 0 && !find("not-complete")) {
      find("images").scrollIntoView();
    }
  }

  addEventListener("hashchange", () => (isPlace() ? write() : read()));
  if (location.hash && !isPlace()) {
    read();
  }

  // Whatever happens within one frame is one filtering.
  let waiting = false;
  let writing;
  function later() {
    refused = false;
    // A browser refuses an address at each key.
    clearTimeout(writing);
    writing = setTimeout(write, 400);
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        filter();
      });
    }
  }

  form.addEventListener("input", later);
  form.addEventListener("reset", later);
  form.addEventListener("submit", (event) => event.preventDefault());

  function tell(button, state, words) {
    button.dataset.state = state;
    find("said").textContent = words;
    setTimeout(() => {
      delete button.dataset.state;
      find("said").textContent = "";
    }, 3000);
  }

  function select(button) {
    const range = document.createRange();
    range.selectNodeContents(button.previousElementSibling);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    if (document.execCommand("copy")) {
      tell(button, "copied", "Copied");
    } else {
      tell(button, "selected", "Selected, to be copied by the keyboard");
    }
  }

  function copy(button) {
    // Not every browser gives a file of the disk a clipboard.
    if (navigator.clipboard) {
      navigator.clipboard.writeText(button.previousElementSibling.textContent).then(
        () => tell(button, "copied", "Copied"),
        () => select(button)
      );
    } else {
      select(button);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) {
      copy(button);
    }
    for (const id of ["upstream", "namespace"]) {
      const link = event.target.closest("a[data-" + id + "]");
      if (link) {
        find(id).value = link.dataset[id];
        if (find(id).selectedIndex < 0) {
          // Of another cluster than the chosen one.
          find("cluster").value = "";
          follow();
          find(id).value = link.dataset[id];
        }
        refused = false;
        filter();
      }
    }
  });
});
