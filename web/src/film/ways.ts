/** How a film can be written: by the browser's video encoder, or as a GIF. */
export type Way = "video" | "gif";

/**
 * The ways that this browser has, the one to begin with first. WebKitGTK's process dies of its
 * VideoEncoder when a film ends, with whatever else is in it, so it cannot be tried out.
 */
export function ways(encodes: boolean, agent: string): readonly Way[] {
  if (!encodes) return ["gif"];
  return isWebKitGtk(agent) ? ["gif", "video"] : ["video", "gif"];
}

/** Whether a browser names itself as WebKitGTK, which Epiphany and others are made of. */
export const isWebKitGtk = (agent: string) =>
  /AppleWebKit\//.test(agent) &&
  /X11|Wayland|Linux/.test(agent) &&
  !/Chrom(e|ium)|Android/.test(agent);
