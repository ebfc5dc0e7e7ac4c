"""What a screen reader would say unasked: what is added to live regions."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

# Nearest live region above the change decides, as in browsers; text that was hidden or is put back is not said again
# by this count only if the widget does not put it back: that is what is under test.
_LISTEN = """() => {
  if (window.__said) { window.__said.length = 0; return; }
  const said = window.__said = [];
  const implied = {alert: "assertive", status: "polite", log: "polite"};
  const above = (node) => node.parentNode instanceof ShadowRoot ? node.parentNode.host : node.parentNode;
  const manner = (node) => {
    for (let e = node; e; e = above(e)) {
      if (!(e instanceof Element)) continue;
      if (e.getAttribute("aria-hidden") === "true" || e.hidden) return "off";
    }
    for (let e = node; e; e = above(e)) {
      if (!(e instanceof Element)) continue;
      const live = e.getAttribute("aria-live") ?? implied[e.getAttribute("role")] ?? (e.tagName === "OUTPUT" ? "polite" : null);
      if (live) return live;
    }
    return "off";
  };
  const seen = (records) => records.forEach((record) => {
    const added = record.type === "characterData" ? [record.target] : [...record.addedNodes];
    added.forEach((node) => {
      if (node instanceof Element) node.querySelectorAll("*").forEach(watchShadow);
      if (node instanceof Element) watchShadow(node);
      const text = node.textContent.trim(), how = manner(node);
      if (text && how !== "off" && node.isConnected) said.push({how, text});
    });
  });
  const watchRoot = (root) => {
    new MutationObserver(seen).observe(root, {subtree: true, childList: true, characterData: true});
    root.querySelectorAll("*").forEach(watchShadow);
  };
  const watchShadow = (element) => { if (element.shadowRoot) watchRoot(element.shadowRoot); };
  watchRoot(document);
}"""


@dataclass(frozen=True)
class Said:
    """One announcement: politely, after what is being read, or assertively, at once."""

    how: str
    text: str


def listen(page: Page) -> None:
    """Begin to listen, from nothing."""
    page.evaluate(_LISTEN)


def heard(page: Page) -> list[Said]:
    """Return what was said since."""
    return [Said(**said) for said in page.evaluate("() => window.__said")]
