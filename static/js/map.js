// The map of the results. The server counts and groups; here they are only drawn. Loaded when the map is opened.

const WAIT = 200;
const LARGEST = 52;

const loaded = new Map();

const load = (element) => {
  const key = element.src ?? element.href;
  if (!loaded.has(key)) {
    loaded.set(
      key,
      new Promise((resolve, reject) => {
        element.addEventListener("load", resolve, { once: true });
        element.addEventListener("error", reject, { once: true });
        document.head.append(element);
      }),
    );
  }
  return loaded.get(key);
};

const leaflet = async ({ leaflet: script, style }) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: style });
  const code = Object.assign(document.createElement("script"), { src: script });
  await Promise.all([load(link), load(code)]);
  return window.L;
};

const numbers = (text) => text.split(",").map(Number);

const rectangle = (L, text) => {
  const [west, south, east, north] = numbers(text);
  return L.latLngBounds([south, west], [north, east]);
};

// France without its overseas départements: where a map without results begins.
const HOME = "-5,42.2,8.3,51.2";

const ground = async (L, map, data, words) => {
  if (data.tiles) {
    L.tileLayer(data.tiles, { attribution: data.attribution, maxZoom: 19 }).addTo(map);
    return;
  }
  map.attributionControl.addAttribution(words.outlines);
  const response = await fetch(data.outlines);
  if (!response.ok) return;
  const style = { className: "map__land" };
  L.geoJSON(await response.json(), { interactive: false, style: () => style }).addTo(map).bringToBack();
};

const mark = (L, text, className, size, title) => {
  const face = document.createElement("span");
  face.textContent = text;
  const icon = L.divIcon({ className, html: face, iconSize: [size, size] });
  return { icon, title, alt: title, keyboard: true };
};

const listed = (items) => {
  const list = document.createElement("ul");
  list.className = "map__items";
  for (const item of items) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    const place = document.createElement("span");
    link.href = item.url;
    link.textContent = item.title;
    place.textContent = item.place;
    row.append(link, place);
    list.append(row);
  }
  return list;
};

const drawCluster = (L, map, words, cluster) => {
  const size = Math.min(LARGEST, 24 + 2.2 * Math.log2(cluster.n));
  const short = cluster.n < 1000 ? String(cluster.n) : `${Math.round(cluster.n / 1000)}k`;
  const title = words.look.replace("%n", cluster.n);
  const marker = L.marker(cluster.at, mark(L, short, "cluster", size, title));
  return marker.on("click keypress", ({ type, originalEvent }) => {
    if (type === "keypress" && originalEvent.key !== "Enter") return;
    const box = rectangle(L, cluster.box);
    const zoom = Math.max(map.getZoom() + 1, map.getBoundsZoom(box.pad(0.1)));
    map.setView(box.getCenter(), Math.min(zoom, 18));
  });
};

const drawSpot = (L, spot) => {
  const [first] = spot.items;
  const several = spot.items.length > 1;
  const offers = spot.items.some((item) => item.offer);
  const title = several ? `${first.title} (+${spot.items.length - 1})` : `${first.title}, ${first.place}`;
  const text = several ? String(spot.items.length) : "";
  const marker = L.marker(spot.at, mark(L, text, offers ? "spot" : "spot spot--host", several ? 28 : 22, title));
  return marker.bindPopup(listed(spot.items), { maxWidth: 280, minWidth: 200 });
};

const zoneButton = (L, map, data, words) => {
  const Control = L.Control.extend({
    options: { position: "topright" },
    onAdd: () => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "map__here" });
      button.textContent = words.here;
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => {
        const bounds = map.getBounds();
        const zone = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
        const address = new URL(data.zone, window.location.href);
        address.searchParams.set("zone", zone.map((value) => value.toFixed(4)).join(","));
        window.location.assign(address);
      });
      return button;
    },
  });
  return new Control();
};

// Opens the map in `element`; what it returns can be closed.
export const open = async (element) => {
  const data = element.dataset;
  const words = JSON.parse(data.words);
  const L = await leaflet(data);
  if (!element.isConnected || element.offsetParent === null) return null;
  element.replaceChildren();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomControl: false,
    fadeAnimation: !still,
    zoomAnimation: !still,
    markerZoomAnimation: !still,
    minZoom: 2,
    maxZoom: 18,
    maxBoundsViscosity: 1,
    maxBounds: [
      [-85, -200],
      [85, 200],
    ],
  });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  const marks = L.layerGroup().addTo(map);
  let request = null;
  let timer = 0;
  let popup = false;

  const draw = ({ clusters, spots }) => {
    marks.clearLayers();
    for (const cluster of clusters) marks.addLayer(drawCluster(L, map, words, cluster));
    for (const spot of spots) marks.addLayer(drawSpot(L, spot));
  };

  const ask = async () => {
    request?.abort();
    request = new AbortController();
    const bounds = map.getBounds().pad(0.05);
    const address = new URL(data.clusters, window.location.href);
    const frame = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    address.searchParams.set("cadre", frame.map((value) => value.toFixed(4)).join(","));
    address.searchParams.set("z", String(Math.round(map.getZoom())));
    try {
      const response = await fetch(address, { signal: request.signal });
      if (!response.ok) throw new Error(response.statusText);
      draw(await response.json());
    } catch (error) {
      if (error.name !== "AbortError") map.attributionControl.addAttribution(words.failed);
    }
  };

  map.on("popupopen", (event) => {
    popup = true;
    event.popup.getElement()?.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", words.close);
  });
  map.on("popupclose", () => {
    popup = false;
  });
  // A popup may move the map to be seen whole: the marks stay while it is open.
  map.on("moveend", () => {
    clearTimeout(timer);
    if (!popup) timer = setTimeout(ask, WAIT);
  });

  if (data.centre) {
    const centre = numbers(data.centre);
    const radius = Number(data.radius) * 1000;
    map.fitBounds(L.latLng(centre).toBounds(2 * radius));
    L.circle(centre, { radius, className: "map__circle", interactive: false }).addTo(map);
    L.marker(centre, { ...mark(L, "", "spot spot--here", 16, words.around), interactive: false, keyboard: false }).addTo(map);
  } else {
    map.fitBounds(rectangle(L, data.bounds || HOME), { padding: [16, 16], maxZoom: 14 });
  }
  zoneButton(L, map, data, words).addTo(map);
  ground(L, map, data, words);
  clearTimeout(timer);
  ask();
  return { close: () => map.remove() };
};
