/** The player alone, for a frame in another site. */
import { byId, setPageTitle } from "./dom.ts";
import { Player } from "./player/player.ts";
import { Viewer } from "./player/viewer.ts";
import { nameOfPage, Service } from "./service.ts";

const name = nameOfPage();
setPageTitle(name);
await new Viewer(new Service(".."), name, new Player(byId("player"), name), (stream) => {
  if (stream) setPageTitle(stream.title);
}).run();
