import "../theme.css";
import { NoAddress, PageAddress } from "../demo/address";
import { begin } from "../demo/begin";
import { WorkerPort } from "../model/worker-port";
import { EmbeddedProgram, EmbeddedSource } from "./embedded";

// The demo in one file, which may lie on a disk, or be the text of a frame in a notebook.
const program = new EmbeddedProgram();
const source = new EmbeddedSource();
const isFrameText = location.protocol === "about:";
void begin({
  program,
  alone: true,
  surroundings: () => ({
    source,
    port: new WorkerPort(source, program),
    address: isFrameText ? new NoAddress() : new PageAddress(),
  }),
});
