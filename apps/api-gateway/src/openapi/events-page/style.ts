/** The look of the page: readable lines, one accent, light or dark as the reader has it. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2228; --soft: #5b6570; --line: #dfe3e8; --paper: #fff; --field: #f5f6f8; --accent: #1f5fae; --event: #8a4b08; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7eb; --soft: #9aa5b1; --line: #343b44; --paper: #15181c; --field: #1f242a; --accent: #7db3f2; --event: #e0a458; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.25rem; border-right: 1px solid var(--line); font-size: .875rem; }
main { padding: 2rem clamp(1rem, 4vw, 3.5rem) 6rem; max-width: 72rem; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
nav h2 { margin: 1.25rem 0 .25rem; font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li { padding: .1rem 0; }
nav li.event a { color: var(--event); }
input { width: 100%; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--field); color: inherit; font: inherit; }
h1 { margin: 0 0 .5rem; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 3rem 0 .25rem; font-size: 1.4rem; }
h3 { margin: 0 0 .25rem; font-size: 1.15rem; }
h3 a { color: inherit; }
h4 { margin: 1.25rem 0 .35rem; font-size: .9rem; }
small { color: var(--soft); font-weight: normal; }
article { margin: 1.25rem 0; padding: 1.1rem 1.25rem; border: 1px solid var(--line); border-radius: .6rem; }
article:target { border-color: var(--accent); }
.kind { margin-left: .4rem; padding: .05rem .5rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .72rem; font-weight: normal; vertical-align: middle; color: var(--accent); }
.kind.event { color: var(--event); }
code, pre, var { font: .86em/1.5 ui-monospace, monospace; }
code { overflow-wrap: anywhere; }
var { color: var(--event); }
.address { font-weight: 600; }
pre { margin: .25rem 0 .75rem; padding: .75rem; overflow: auto; max-height: 26rem; background: var(--field); border-radius: .4rem; }
pre code { overflow-wrap: normal; font-size: 1em; }
dl { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .15rem .75rem; margin: .75rem 0; padding: .6rem .8rem; background: var(--field); border-radius: .4rem; }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th { text-align: left; font-weight: normal; color: var(--soft); }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:first-child { white-space: nowrap; }
td:nth-child(2) { min-width: 7rem; max-width: 18rem; }
td:nth-child(3) { min-width: 8rem; max-width: 18rem; overflow-wrap: anywhere; }
td:nth-child(4) { min-width: 12rem; }
td small { color: var(--event); }
.in-1 { padding-left: 1.1rem; } .in-2 { padding-left: 2.2rem; } .in-3 { padding-left: 3.3rem; }
.in-4 { padding-left: 4.4rem; } .in-5 { padding-left: 5.5rem; } .in-6 { padding-left: 6.6rem; }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--soft); font-size: .9rem; }
.codes { margin: 0; line-height: 1.9; }
[hidden] { display: none; }
@media (max-width: 52rem) {
  body { display: block; }
  nav { position: static; height: auto; max-height: 16rem; border-right: 0; border-bottom: 1px solid var(--line); }
  dl { grid-template-columns: minmax(0, 1fr); }
}
@media print { nav { display: none; } body { display: block; } }
`;

/** Shows only what holds every word that is typed. Without scripts the page is whole, and the box is not there. */
export const SEARCH = `
const box = document.querySelector('input');
box.hidden = false;
box.addEventListener('input', () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const each of document.querySelectorAll('[data-find]')) {
    each.hidden = !words.every((word) => each.dataset.find.includes(word));
  }
  for (const group of document.querySelectorAll('[data-group]')) {
    group.hidden = !group.querySelector('[data-find]:not([hidden])');
  }
});
`;
