//! Schemas of tiles, tilesets and grids.

use serde_json::{Map, Value, json};

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let links = json!({ "type": "array", "items": { "$ref": "#/components/schemas/link" } });
    let tileset = json!({ "type": "object", "required": ["dataType", "crs", "links"], "properties": {
        "title": text, "dataType": { "type": "string", "enum": ["vector"] }, "crs": text, "tileMatrixSetURI": text,
        "layers": { "type": "array", "items": { "type": "object", "required": ["id", "dataType"], "properties": {
            "id": text, "dataType": text, "propertiesSchema": { "type": "object" } } } },
        "tileMatrixSetLimits": { "type": "array", "items": { "type": "object",
            "required": ["tileMatrix", "minTileRow", "maxTileRow", "minTileCol", "maxTileCol"] } },
        "boundingBox": { "type": "object" }, "links": links } });
    let grid = json!({ "type": "object", "required": ["id", "crs", "links"],
        "properties": { "id": text, "title": text, "uri": text, "crs": text, "links": links } });
    let mut whole = grid.clone();
    whole["required"] = json!(["id", "crs", "tileMatrices"]);
    whole["properties"]["tileMatrices"] = json!({ "type": "array", "items": { "type": "object",
        "required": ["id", "scaleDenominator", "cellSize", "pointOfOrigin", "tileWidth", "tileHeight", "matrixWidth", "matrixHeight"] } });
    let schemas = json!({
        "signs": { "type": "object", "description": "Where each sign is in the picture of the same name" },
        "tileset": tileset,
        "tilesets": { "type": "object", "required": ["tilesets"], "properties": { "links": links,
            "tilesets": { "type": "array", "items": { "$ref": "#/components/schemas/tileset" } } } },
        "tileMatrixSets": { "type": "object", "required": ["tileMatrixSets"], "properties": { "links": links,
            "tileMatrixSets": { "type": "array", "items": grid } } },
        "tileMatrixSet": whole,
        "mapStyle": { "type": "object", "required": ["version", "sources", "layers"], "properties": {
            "version": { "type": "integer", "enum": [8] }, "sources": { "type": "object" },
            "layers": { "type": "array", "items": { "type": "object", "required": ["id", "type"] } } } },
        "tileJson": { "type": "object", "required": ["tilejson", "tiles", "vector_layers"], "properties": {
            "tilejson": text, "name": text, "tiles": { "type": "array", "items": text },
            "bounds": { "type": "array", "minItems": 4, "maxItems": 4, "items": { "type": "number" } },
            "vector_layers": { "type": "array", "items": { "type": "object", "required": ["id", "fields"] } } } },
    });
    let Value::Object(schemas) = schemas else { return Map::new() };
    schemas
}
