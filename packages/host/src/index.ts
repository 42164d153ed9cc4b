export {
  type AssetId,
  type Assets,
  type Feed,
  type Host,
  HostError,
  type Images,
  type Pack,
  type Packs,
  type Session,
  type Sessions,
  type TensorInfo,
  type TensorType,
} from "./host.ts";
export {
  type ClipSpec,
  type DiffusionSpec,
  type Manifest,
  manifestSchema,
  type RoleName,
  type ScheduleSpec,
  type SpacingSpec,
} from "./manifest.ts";
export { type PictureType, pictureType } from "./media-type.ts";
export { parseManifest } from "./parse-manifest.ts";
export { pictureSize } from "./pictures/picture-size.ts";
export { type FileEmbeddings, readEmbeddings } from "./read-embeddings.ts";
export { type AssetWatch, type WatchedAssets, watchAssets } from "./watch-assets.ts";
