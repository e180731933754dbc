/**
 * Work for a worker that does one thing at a time. The newest face wins: an older one that has not
 * begun is forgotten. Everything else waits until no face is wanted, so nothing delays the mouse by
 * more than the one job that runs.
 */
export class Queue {
  private face: (() => Promise<unknown>) | null = null;
  private readonly others: (() => Promise<unknown>)[] = [];
  private idle: (() => Promise<unknown>) | null = null;
  private running = false;
  private showing = false;

  /** @param onBehind Told when a face is wanted, and when the newest one is made. */
  constructor(private readonly onBehind: (behind: boolean) => void = () => undefined) {}

  /** Asks for a face; takes the place of one that has not begun. */
  show(job: () => Promise<unknown>): void {
    this.face = job;
    this.tell(true);
    this.next();
  }

  /** Asks for something that must be done, in its turn. */
  add(job: () => Promise<unknown>): void {
    this.others.push(job);
    this.next();
  }

  /** Asks for something that can wait until there is nothing else; takes the last one's place. */
  whenIdle(job: (() => Promise<unknown>) | null): void {
    this.idle = job;
    this.next();
  }

  private next(): void {
    if (this.running) return;
    const face = this.face;
    const job = face ?? this.others.shift() ?? this.idle;
    this.tell(Boolean(face));
    if (!job) return;
    if (face) this.face = null;
    else if (job === this.idle) this.idle = null;
    this.running = true;
    // Whoever gave the job deals with its failure.
    const next = () => {
      this.running = false;
      this.next();
    };
    job().then(next, next);
  }

  /** Says whether a face is wanted, when that changes. */
  private tell(showing: boolean): void {
    if (showing === this.showing) return;
    this.showing = showing;
    this.onBehind(showing);
  }
}
