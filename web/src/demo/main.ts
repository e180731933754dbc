import "../theme.css";
import { programOfPage, siteOfPage } from "../model/site";
import { PageAddress } from "./address";
import { begin } from "./begin";
import { savesData } from "./early";

void begin({
  program: programOfPage(),
  alone: false,
  surroundings: (path) => ({
    ...siteOfPage(path),
    address: new PageAddress(),
    sparing: savesData(),
  }),
});
