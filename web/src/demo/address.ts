import { rememberAddress, rememberedAddress } from "../points/last-address";

/** Where the point of a visit is kept: the page's address, what a kernel knows, nowhere. */
export interface Address {
  /** The words of a link that the visit begins with, such as "p=..." or "d=7"; may be empty. */
  read(): string;
  /** Keeps the words of a link to where the visit is. */
  write(words: string): void;
  /** The whole link that has such words. */
  link(words: string): string;
  /** Whether nobody else can follow its links. */
  readonly linkless?: boolean;
}

/** The visit's own: nothing outside of it knows the model. */
export class NoAddress implements Address {
  readonly linkless = true;

  read(): string {
    return "";
  }

  write(): void {
    // There is nowhere to keep it.
  }

  link(): string {
    return "";
  }
}

/** The page's own address: the words are what stands behind "#". */
export class PageAddress implements Address {
  /**
   * Where the visit begins: at the address, but for a page that is loaded again. Its address may be
   * as old as the last time that it was written, and browsers write no other while a page is left.
   */
  read(): string {
    const [visit] = performance.getEntriesByType("navigation");
    const again = visit instanceof PerformanceNavigationTiming && visit.type === "reload";
    const hash = (again && rememberedAddress()) || location.hash;
    rememberAddress(hash);
    return hash.replace(/^#/, "");
  }

  write(words: string): void {
    history.replaceState(null, "", this.link(words));
    rememberAddress(location.hash);
  }

  link(words: string): string {
    const address = new URL(location.href);
    address.hash = words;
    return address.href;
  }
}
