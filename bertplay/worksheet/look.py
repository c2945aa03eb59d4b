"""How the worksheet looks on paper, by day and by night."""

from bertplay.wording import english

BAR_WIDTH, BAR_HEIGHT = 160, 12

STYLE = english("""
:root { --ink: #1f2430; --faint: #5b6478; --line: #dfe2ea; --ground: #f5f6f9; --bar: #2f5bd0; --paper: #fff; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e4e7ee; --faint: #a7b0c2; --line: #303644; --ground: #1c202a; --bar: #8fa8ff; --paper: #13161d; }
}
body { margin: 2rem auto; max-width: 46rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; }
h1 { font-size: 1.8rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 0; }
section, footer { border-top: 1px solid var(--line); padding: 1rem 0; break-inside: avoid-page; }
.about { color: var(--faint); font-size: .85rem; margin: .1rem 0 .6rem; overflow-wrap: anywhere; }
.says { font-weight: 600; margin: .6rem 0; overflow-wrap: anywhere; }
.note { border-left: 3px solid var(--bar); padding-left: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; margin: 0; }
dt { color: var(--faint); }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .9rem; max-width: 100%; }
th { text-align: left; font-weight: 400; color: var(--faint); }
th, td { padding: .1rem 1rem .1rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
svg { vertical-align: middle; max-width: 100%; }
.ground { fill: var(--ground); }
.bar { fill: var(--bar); }
pre { background: var(--ground); padding: .5rem .75rem; border-radius: .4rem; font-size: .78rem; white-space: pre-wrap;
  overflow-wrap: anywhere; margin: .4rem 0; }
@media (max-width: 30rem) { svg { width: 4rem; } th, td { padding-right: .6rem; } }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; } pre { border: 1px solid var(--line); } }
""")
