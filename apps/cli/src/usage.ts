/** What `unclip --help` prints; README.md says the same at more length. */
export const usage = `unclip run FILE [--set node.param=value]… [--seed N] [--model ID] [--target node]… [--out DIR] [--json]
unclip check FILE [--json]
unclip nodes [--json]
unclip models [--json]
unclip doctor [--json]

run, models and doctor take --models DIR (a folder of model packs; may be given more than once).

--set node.param=value   sets a param, in place of its literal or of an edge into it. The node may be a use of a part, with
                         a param that the part declares, or a node inside of one: use/inner.
--set node.param=@FILE   takes the text, list or number from a file; write @@ for a text that begins with @.
--set node.asset=FILE    takes a picture (PNG, JPEG, WebP) or embeddings (.npy, .npz, JSON) from a file.
--seed N                 sets every seed that is a literal, inside parts too. Seeds that come over edges stay.
--model ID               runs the graph on another model pack.
--target node            runs up to this node.
--out DIR                writes the pictures there, named after their nodes; use/inner becomes use-inner.png.
--json                   prints JSON; of a run its events, one a line.

Whole numbers and seeds are decimal digits (12), numbers decimal (0.5, 1e-3). Lists of numbers have commas between them,
lists of texts one text a line. Graph and text files are UTF-8 or UTF-16.
Exit codes: 0 done, 1 a run failed, 2 the input is wrong. A closed pipe (| head -1) ends nothing but the output.`;
