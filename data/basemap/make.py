#!/usr/bin/env python3
"""Makes what lies beside it, by hand and seldom: land, glyphs and signs of the map. What comes out is in the repository.

    python3 -m venv venv && venv/bin/pip install pillow numpy scipy shapely fonttools
    npm install --prefix npm world-atlas@2.0.2 topojson-client@3.1.0
    venv/bin/python data/basemap/make.py npm/node_modules

Sources and licences: data/PROVENANCE.md.
"""
import json, math, subprocess, sys
from pathlib import Path

import numpy
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import distance_transform_edt
from shapely import LineString, MultiPolygon, Point, box, set_precision, unary_union
from shapely.geometry import mapping, shape
from shapely.ops import split

HERE = Path(__file__).parent
MODULES = Path(sys.argv[1])

# Land. ---------------------------------------------------------------------------------------------------------------

FAR, NEAR = box(65, -15, 155, 50), box(99, 5, 119, 26)
# Archipelagos that one name stands for: where their islands are.
ISLANDS = {"hoang-sa": box(110.8, 15.5, 113.0, 17.3), "truong-sa": box(111.0, 6.5, 117.0, 12.0)}
HA_NOI = Point(105.85, 21.03)


def countries():
    program = """
      const topojson = require('topojson-client'), atlas = require('world-atlas/countries-10m.json')
      process.stdout.write(JSON.stringify(topojson.feature(atlas, atlas.objects.countries)))"""
    text = subprocess.run(["node", "-e", program], cwd=MODULES.parent, capture_output=True, check=True, text=True).stdout
    return [(one["properties"]["name"], shape(one["geometry"]).buffer(0)) for one in json.loads(text)["features"]]


def boundary():
    """Our own three lines as one course from sea to sea, carried on a little into the sea."""
    lines = []
    for name in ["cn", "la", "kh"]:
        file = json.loads((HERE.parent / f"boundary-line-vn-{name}.geojson").read_text())
        lines.append(file["features"][0]["geometry"]["coordinates"])
    course = lines[0][::-1] + lines[1] + lines[2]
    course = [(course[0][0] + 0.4, course[0][1] - 0.4), *map(tuple, course), (course[-1][0] - 0.2, course[-1][1] - 0.2)]
    return LineString(course).simplify(0.003)


def polygons(geometry):
    return [one for one in getattr(geometry, "geoms", [geometry]) if one.geom_type == "Polygon"]


def land():
    all_of = countries()
    viet_nam = next(geometry for name, geometry in all_of if name == "Vietnam")
    whole = unary_union([geometry for _, geometry in all_of]).intersection(FAR)
    near = whole.intersection(NEAR).simplify(0.006)
    own, other = [], []
    for polygon in polygons(near):
        if polygon.contains(HA_NOI):
            # The edges of states in the source are kilometres off: the line is ours.
            for piece in split(polygon, boundary()).geoms:
                (own if piece.contains(HA_NOI) or piece.intersection(viet_nam).area > 0.9 * piece.area else other).append(piece)
        elif any(one.contains(polygon.representative_point()) for one in ISLANDS.values()):
            own.append(polygon)
        elif polygon.intersection(viet_nam).area > 0.5 * polygon.area:
            own.append(polygon)
        else:
            other.append(polygon)
    far = [one for one in polygons(whole.difference(NEAR).simplify(0.06)) if one.area > 0.03]
    features = [("neighbours", unary_union([*other, *far])), ("viet-nam", MultiPolygon(own))]
    document = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"kind": kind}, "geometry": mapping(set_precision(geometry, 0.001))}
        for kind, geometry in features]}
    (HERE / "land.geojson").write_text(json.dumps(document, separators=(",", ":")) + "\n")
    # Islands too small for a screen are dots.
    dots = []
    for name, around in ISLANDS.items():
        for polygon in own:
            at = polygon.representative_point()
            if around.contains(at) and polygon.area < 0.05:
                dots.append({"type": "Feature", "properties": {"kind": "island", "of": name},
                             "geometry": {"type": "Point", "coordinates": [round(at.x, 3), round(at.y, 3)]}})
    text = ",\n".join(json.dumps(dot, separators=(",", ":")) for dot in dots)
    (HERE / "islands.geojson").write_text('{"type":"FeatureCollection","features":[\n' + text + "\n]}\n")


# Glyphs: signed distances, 24 px to the em, as MapLibre reads them. -----------------------------------------------------------------------

EM, EDGE, FINE = 24, 3, 8


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, value):
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def zigzag(number):
    return number * 2 if number >= 0 else -number * 2 - 1


def distances(inside, cells, radius, fine):
    """How far the middle of each cell lies outside of a shape that is drawn `fine` times as large; 192 is its edge."""
    outward = distance_transform_edt(~inside) - distance_transform_edt(inside)
    middle = outward[fine // 2::fine, fine // 2::fine][:cells[1], :cells[0]] / fine
    return numpy.clip(255 - 255 * (middle / radius + 0.25), 0, 255).round().astype(numpy.uint8)


ALMOST = 0x2248
"""≈ is not in the font: two tildes, one above the other."""


def drawn(image, at, text, font):
    draw = ImageDraw.Draw(image)
    if text != chr(ALMOST):
        draw.text(at, text, fill=255, font=font, anchor="ls")
        return
    for up in (-0.13, 0.13):
        draw.text((at[0], at[1] + round(up * EM * FINE)), "~", fill=255, font=font, anchor="ls")


def glyph(font, code):
    text = chr(code)
    if code == ALMOST:
        advance = round(font.getlength("~") / FINE)
        left, top, right, bottom = font.getbbox("~", anchor="ls")
        top, bottom = top - round(0.14 * EM * FINE), bottom + round(0.14 * EM * FINE)
        return placed(font, code, text, advance, (left, top, right, bottom))
    advance = round(font.getlength(text) / FINE)
    return placed(font, code, text, advance, font.getbbox(text, anchor="ls"))


def placed(font, code, text, advance, around):
    left, top, right, bottom = around
    if right <= left or bottom <= top:
        return field(1, code) + field(3, 0) + field(4, 0) + field(5, 0) + field(6, 0) + field(7, advance)
    west, north = math.floor(left / FINE), math.floor(top / FINE)
    width, height = math.ceil(right / FINE) - west, math.ceil(bottom / FINE) - north
    size = (width + 2 * EDGE, height + 2 * EDGE)
    image = Image.new("L", (size[0] * FINE, size[1] * FINE))
    drawn(image, ((EDGE - west) * FINE, (EDGE - north) * FINE), text, font)
    bitmap = distances(numpy.asarray(image) > 127, size, 8, FINE).tobytes()
    return (field(1, code) + field(2, bitmap) + field(3, width) + field(4, height) + field(5, zigzag(west))
            + field(6, zigzag(-north - 26)) + field(7, advance))


def glyphs(style):
    file = HERE.parent / "fonts" / f"NotoSans-{style}.subset.ttf"
    font = ImageFont.truetype(str(file), EM * FINE)
    known = sorted([*TTFont(file).getBestCmap(), ALMOST])
    name = f"Noto Sans {style}"
    for first in sorted({code // 256 * 256 for code in known}):
        span = f"{first}-{first + 255}"
        here = b"".join(field(3, glyph(font, code)) for code in known if first <= code < first + 256)
        stack = field(1, name.encode()) + field(2, span.encode()) + here
        (HERE / "fonts" / f"{style.lower()}-{span}.pbf").write_bytes(field(1, stack))


# Signs: shape tells the kind, fill how sure the place is. One colour each, which the map chooses. -----------------------------------------

SIDE = 24


def ring(corners, radius, turn):
    step = 2 * math.pi / corners
    return [(12 + radius * math.sin(turn + n * step), 12 - radius * math.cos(turn + n * step)) for n in range(corners)]


SHAPES = {
    "main": [[(6.5, 6.5), (17.5, 6.5), (17.5, 17.5), (6.5, 17.5)]],
    "same-number": [[(9, 4.5), (18.5, 4.5), (18.5, 14), (9, 14)], [(5.5, 10), (15, 10), (15, 19.5), (5.5, 19.5)]],
    "auxiliary": [ring(40, 5.8, 0)],
    "stake": [[(9.2, 5.5), (14.8, 5.5), (14.8, 18.5), (9.2, 18.5)]],
    "tripoint": [ring(6, 7.4, 0)],
    "hazard": [[(12, 4.2), (20, 18.2), (4, 18.2)]],
    "incident": [ring(4, 8.2, 0)],
    "works": [[(5.5, 10.5), (12, 5), (18.5, 10.5), (18.5, 18.5), (5.5, 18.5)]],
    "crossing": [[(4.5, 6), (19.5, 6), (19.5, 9.5), (17, 9.5), (17, 18.5), (13.6, 18.5), (13.6, 9.5), (10.4, 9.5), (10.4, 18.5),
                  (7, 18.5), (7, 9.5), (4.5, 9.5)]],
    "object": [[(7, 12), (12, 7), (17, 12), (12, 17)]],
}


def outlined(draw, corners, k):
    """A dashed outline."""
    closed = [*corners, corners[0]]
    length = sum(math.dist(a, b) for a, b in zip(closed, closed[1:]))
    dashes = max(4, round(length / 5.2))
    for n in range(dashes):
        points = []
        for share in (0, 0.3, 0.6):
            left = length * (n + share + 0.2) / dashes % length
            for a, b in zip(closed, closed[1:]):
                edge = math.dist(a, b)
                if left <= edge:
                    points.append((a[0] + (b[0] - a[0]) * left / edge, a[1] + (b[1] - a[1]) * left / edge))
                    break
                left -= edge
        draw.line([(x * k, y * k) for x, y in points], fill=255, width=round(2.2 * k), joint="curve")


def sign(corners_of, hollow, ratio):
    k = ratio * FINE
    image = Image.new("L", (SIDE * k, SIDE * k))
    draw = ImageDraw.Draw(image)
    if hollow:
        for corners in corners_of:
            draw.polygon([(x * k, y * k) for x, y in corners], fill=0)
            outlined(draw, corners, k)
    else:
        for n, corners in enumerate(corners_of):
            if n:
                # Apart from the one behind.
                draw.line([(x * k, y * k) for x, y in [*corners, corners[0]]], fill=0, width=round(2.4 * k))
            draw.polygon([(x * k, y * k) for x, y in corners], fill=255)
    alpha = distances(numpy.asarray(image) > 127, (SIDE * ratio, SIDE * ratio), 8 * ratio, FINE)
    return numpy.dstack([numpy.zeros((*alpha.shape, 3), numpy.uint8), alpha])


def hatch(colour, ratio):
    side = 12 * ratio
    fine = 8
    image = Image.new("L", (side * fine, side * fine))
    draw = ImageDraw.Draw(image)
    for shift in (-1, 0, 1):
        draw.line([(shift * side * fine - fine, side * fine + fine), ((shift + 1) * side * fine + fine, -fine)], fill=255, width=round(0.9 * ratio * fine))
    alpha = numpy.asarray(image.resize((side, side), Image.BOX))
    return numpy.dstack([numpy.full((side, side, 1), n, numpy.uint8) for n in colour] + [alpha])


def sprite():
    for ratio, name in [(1, "sprite"), (2, "sprite@2x")]:
        images = []
        for shape_name, corners in SHAPES.items():
            images.append((shape_name, sign(corners, False, ratio), True))
            images.append((f"{shape_name}-indicative", sign(corners, True, ratio), True))
        images.append(("hatch-light", hatch((178, 174, 160), ratio), False))
        images.append(("hatch-dark", hatch((58, 68, 63), ratio), False))
        columns, cell = 8, SIDE * ratio
        rows = -(-len(images) // columns)
        sheet, index = numpy.zeros((rows * cell, columns * cell, 4), numpy.uint8), {}
        for n, (image_name, pixels, distance) in enumerate(images):
            y, x = n // columns * cell, n % columns * cell
            height, width = pixels.shape[:2]
            sheet[y:y + height, x:x + width] = pixels
            index[image_name] = {"x": x, "y": y, "width": width, "height": height, "pixelRatio": ratio, **({"sdf": True} if distance else {})}
        Image.fromarray(sheet, "RGBA").save(HERE / f"{name}.png", optimize=True)
        (HERE / f"{name}.json").write_text(json.dumps(index, separators=(",", ":")) + "\n")


land()
for style in ["Regular", "Bold"]:
    glyphs(style)
sprite()
