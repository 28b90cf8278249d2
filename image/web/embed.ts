/** The player alone, for a frame in another site. */
import { byId, setText, siteTitle } from "./dom.ts";
import { Player } from "./player/player.ts";
import { Viewer } from "./player/viewer.ts";
import { nameOfPage, Service } from "./service.ts";

const name = nameOfPage();
setText(byId("name"), name);
document.title = `${name} · ${siteTitle()}`;
await new Viewer(new Service(".."), name, new Player(byId("player"), name)).run();
