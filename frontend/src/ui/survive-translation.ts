/**
 * Lets React live with a browser that translates the page. A translator puts <font> elements in the
 * place of text nodes that React still holds. React then throws where it takes such a text away or
 * puts something before it, and a text that it changes is not seen. From here on, what is done with
 * a replaced text is done with what stands in its place. Call it once, before the first render.
 */
export function surviveTranslation(): void {
  const places = new Places();
  const { removeChild, insertBefore } = Node.prototype;

  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    if (child.parentNode === this || !(child instanceof Text)) {
      return removeChild.call(this, child) as T;
    }
    places.childOf(this, child)?.remove();
    return child;
  };

  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, next: Node | null) {
    const isReplaced = next instanceof Text && next.parentNode !== this;
    return insertBefore.call(this, node, isReplaced ? places.childOf(this, next) : next) as T;
  };

  const nodeValue = Object.getOwnPropertyDescriptor(Node.prototype, 'nodeValue') ?? {};
  Object.defineProperty(Node.prototype, 'nodeValue', {
    ...nodeValue,
    set(this: Node, value: string | null) {
      if (this instanceof Text && !this.isConnected) places.standInOf(this)?.replaceWith(this);
      nodeValue.set?.call(this, value);
    },
  });
}

/** Which element was put in the place of which text. */
class Places {
  readonly #standIns = new WeakMap<Node, ChildNode>();
  readonly #observer = new MutationObserver((records) => this.#learn(records));

  constructor() {
    this.#observer.observe(document.body, { childList: true, subtree: true });
  }

  /** The child of `parent` that stands for `text`, or has it within; null where it is gone. */
  childOf(parent: Node, text: Text): ChildNode | null {
    this.#learn(this.#observer.takeRecords());
    let node: Node | null = text;
    while (node !== null && node.parentNode !== parent) {
      node = this.#standIns.get(node) ?? node.parentNode;
    }
    return node as ChildNode | null;
  }

  standInOf(text: Text): ChildNode | null {
    this.#learn(this.#observer.takeRecords());
    let standIn = this.#standIns.get(text) ?? null;
    while (standIn !== null && !standIn.isConnected) {
      standIn = this.#standIns.get(standIn) ?? null;
    }
    return standIn;
  }

  /** Replaced in one step, or by one put beside it first. */
  #learn(records: readonly MutationRecord[]): void {
    for (const { addedNodes, removedNodes, previousSibling, nextSibling } of records) {
      const [removed] = removedNodes;
      if (removed === undefined) continue;
      const candidates = addedNodes.length > 0 ? [...addedNodes] : [previousSibling, nextSibling];
      const standIn = candidates.find(isFont);
      if (standIn === undefined) continue;
      this.#standIns.set(removed, standIn);
      this.#standIns.delete(standIn); // it is in the page, so that nothing stands for it
    }
  }
}

function isFont(node: Node | null): node is HTMLElement {
  return node instanceof HTMLElement && node.tagName === 'FONT';
}
