/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the report gains where scripts run: the table sorts and filters, display filters are copied with a click, and
 * packed sections are unpacked when they are looked at. All that is said is on the page already.
 */
"use strict";

const PACK = 100; // rows that are laid out as one
const table = document.getElementById("transactions");
const sections = document.getElementById("sections");
const controls = document.getElementById("controls");
const rows = table ? [...table.querySelectorAll("tbody > tr")] : [];
const bad = rows.filter((row) => row.id).length;

const once = (make) => {
    let made;
    return () => (made ??= make());
};

/* Sorting: the keys of a column are made when it is first asked for. */

const collator = new Intl.Collator("en", { numeric: true });
const ranks = new Map();
let order = rows.map((_, n) => n);

/* A number for each row, in the order of the column; Infinity: the cell is empty, and stands last either way. */
function rank(column, kind) {
    const cells = rows.map((row) => row.cells[column].textContent.trim());
    if (kind === "number") {
        return cells.map((text) => (text ? parseFloat(text) : Infinity));
    }
    const known = column === 1 ? table.dataset.order.split(",") : [];
    const place = (text) => (known.indexOf(text) + 1 || Infinity);
    const sorted = [...new Set(cells)].sort((a, b) => place(a) - place(b) || collator.compare(a, b));
    const places = new Map(sorted.map((text, n) => [text, text ? n : Infinity]));
    return cells.map((text) => places.get(text));
}

function sort(head) {
    const column = head.cellIndex;
    const descending = head.ariaSort === "ascending";
    if (!ranks.has(column)) {
        ranks.set(column, rank(column, head.dataset.sort));
    }
    const keys = ranks.get(column);
    const sign = descending ? -1 : 1;
    order = rows.map((_, n) => n);
    order.sort((a, b) => {
        if (keys[a] === keys[b]) {
            return a - b;
        }
        return keys[a] === Infinity ? 1 : keys[b] === Infinity ? -1 : sign * (keys[a] - keys[b]);
    });
    for (const other of table.tHead.rows[0].cells) {
        other.ariaSort = other === head ? (descending ? "descending" : "ascending") : null;
    }
    fill(chosen());
}

/* Filtering: any of the names that are chosen in a view, in all views. */

const names = new Map(); // view -> names
let visible = null; // numbers of the bad transactions that pass; null: all do
const groups = once(() => rows.map((row) => row.dataset.in.split(" ")));
const words = once(() =>
    rows.map((row) => [row.dataset.words, ...[...row.cells].map((cell) => cell.textContent)].join(" ").toLowerCase()),
);

function chosen() {
    const wanted = controls.elements.find.value.trim().toLowerCase();
    const onlyBad = controls.elements.bad.checked;
    return order.filter(
        (n) =>
            (!onlyBad || rows[n].id) &&
            [...names].every(([view, some]) => some.has(groups()[n][view])) &&
            (!wanted || words()[n].includes(wanted)),
    );
}

function fill(shown) {
    const bodies = [];
    for (const body of [...table.tBodies]) {
        body.remove();
    }
    for (let at = 0; at < shown.length; at += PACK) {
        const body = document.createElement("tbody");
        body.append(...shown.slice(at, at + PACK).map((n) => rows[n]));
        bodies.push(body);
    }
    table.append(...bodies);
}

function filter() {
    const shown = chosen();
    const all = shown.length === rows.length;
    fill(shown);
    visible = all ? null : new Set(shown.filter((n) => rows[n].id).map((n) => Number(rows[n].id.slice(1))));
    hide(sections);
    controls.elements.shown.value = all ? "" : `${shown.length} of ${rows.length} shown`;
    controls.classList.toggle("filtered", !all);
}

/* Hides the sections in there whose transactions do not pass, and the packs that hold no other. */
function hide(root) {
    const passes = (number) => !visible || visible.has(number);
    for (const section of root?.querySelectorAll("section") ?? []) {
        section.hidden = !passes(numberOf(section));
    }
    for (const pack of root?.querySelectorAll(".pack") ?? []) {
        const { first, last } = pack.dataset;
        pack.hidden = !rangeOf(Number(first), Number(last)).some(passes);
    }
}

const numberOf = (section) => Number(section.id.slice(1));
const rangeOf = (first, last) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

function choose(button) {
    const { view, name } = button.dataset;
    const pressed = button.ariaPressed !== "true";
    const some = names.get(view) ?? new Set();
    button.ariaPressed = pressed;
    some[pressed ? "add" : "delete"](name);
    names[some.size ? "set" : "delete"](view, some);
    filter();
}

/* Unpacking. What a pack holds was written by the same hand as the rest of the page, and nothing in it can run. */

const unpacking = new Map();

function unpack(pack) {
    if (!unpacking.has(pack)) {
        unpacking.set(pack, open(pack));
    }
    return unpacking.get(pack);
}

async function open(pack) {
    const bytes = Uint8Array.from(atob(pack.querySelector("script").textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const page = new DOMParser().parseFromString(await new Response(stream).text(), "text/html");
    furnish(page.body);
    hide(page.body);
    pack.replaceWith(...page.body.childNodes);
}

const packs = () => [...document.querySelectorAll(".pack")];

/* Where the address names a section that is packed yet. */
async function reach() {
    const number = Number(/^#s(\d+)$/.exec(location.hash)?.[1]);
    const pack = packs().find(({ dataset }) => dataset.first <= number && number <= dataset.last);
    if (pack) {
        await unpack(pack);
        location.replace(location.hash);
    }
}

function announcePacks() {
    const all = button("Unpack all");
    const said = document.createElement("p");
    said.className = "packs";
    said.append("All but the first are packed, and unpacked as you get there. ", all, " to print or search the page.");
    all.addEventListener("click", async () => {
        for (const pack of packs()) {
            await unpack(pack);
        }
        said.remove();
    });
    sections.querySelector("h2").after(said);
}

/* The way on to what is shown, past what is not. */
function step(link) {
    const by = link.rel === "next" ? 1 : -1;
    let number = numberOf(link.closest("section")) + by;
    while (number > 0 && number <= bad && !visible.has(number)) {
        number += by;
    }
    location.hash = `#s${number}`;
}

/* What only a script makes use of. */

function button(text) {
    const made = document.createElement("button");
    made.type = "button";
    made.append(text);
    return made;
}

function furnish(root) {
    for (const code of root.querySelectorAll("code.filter")) {
        const copy = button("copy");
        copy.className = "copy";
        code.after(" ", copy);
    }
}

async function copy(pressed) {
    const code = pressed.parentElement.querySelector("code");
    try {
        await navigator.clipboard.writeText(code.textContent);
        pressed.textContent = "copied";
    } catch {
        getSelection().selectAllChildren(code);
    }
}

function start() {
    for (const head of table.tHead.rows[0].cells) {
        const sorts = button(head.textContent);
        sorts.addEventListener("click", () => sort(head));
        head.replaceChildren(sorts);
    }
    for (const name of document.querySelectorAll("span[data-view]")) {
        const chooses = button(name.textContent);
        Object.assign(chooses.dataset, name.dataset);
        chooses.ariaPressed = false;
        chooses.addEventListener("click", () => choose(chooses));
        name.replaceWith(chooses);
    }
    controls.hidden = false;
    controls.addEventListener("input", filter);
    controls.addEventListener("submit", (event) => event.preventDefault());
    controls.addEventListener("reset", () => {
        names.clear();
        for (const pressed of document.querySelectorAll("button[aria-pressed=true]")) {
            pressed.ariaPressed = false;
        }
        setTimeout(filter); // when the fields are empty
    });
    furnish(document);
    document.addEventListener("click", (event) => {
        const link = event.target.closest("a[rel]");
        if (event.target.className === "copy") {
            copy(event.target);
        } else if (link && visible) {
            event.preventDefault();
            step(link);
        }
    });
    if (packs().length) {
        const near = new IntersectionObserver(
            (seen) => seen.filter((entry) => entry.isIntersecting).forEach((entry) => unpack(entry.target)),
            { rootMargin: "100%" },
        );
        for (const pack of packs()) {
            pack.classList.add("closed");
            near.observe(pack);
        }
        announcePacks();
        addEventListener("hashchange", reach);
        reach();
    }
}

if (table) {
    start();
}
