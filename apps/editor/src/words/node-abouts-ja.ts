/** Sentences about node types, ports and params in Japanese, by their English. */
export const nodeAboutsJa: Readonly<Record<string, string>> = {
  "A text embedding in place of an image embedding, as in the second row of the paper's Figure 8: no prior turns it into what an image would have.":
    "画像埋め込みの代わりにテキスト埋め込みを渡しています(論文の図 8 の 2 段目)。プライアによる変換はありません。",
  "A caption, or any other text.": "キャプションなどのテキスト。",
  "The text as it is written.": "書いたままのテキスト。",
  "What to draw, in plain words.": "描きたいものを普通の言葉で。",
  "Several texts, as a batch: one result per text.":
    "複数のテキスト。バッチとして、それぞれに一つの結果を求めます。",
  "One item per line.": "一行が一項目です。",
  "One text per line.": "一行に一つ。",
  "A number that several nodes share.": "複数のノードで共有する数。",
  "The number as it is set.": "設定した数。",
  "Any number.": "任意の数。",
  "Consecutive seeds, as a batch: the nodes that follow make one variant per seed.":
    "連続するシード。以降のノードで、その数だけの変種ができます。",
  "start, start + 1, …": "開始、開始 + 1、…",
  "The first seed.": "最初のシード。",
  "How many seeds.": "シードの個数。",
  "Evenly spaced numbers, including both ends, as a batch: sweeps a param of the nodes that follow.":
    "両端を含む等間隔の数。以降のノードのパラメータを順に動かします。",
  "from … to, in count steps.": "始めから終わりまでの数列。",
  "The first number.": "最初の数。",
  "The last number.": "最後の数。",
  "How many numbers; 1 gives only the first.": "数の個数。1 なら最初の数だけです。",
  "A picture from a file: PNG, JPEG or WebP; transparency is laid on white.":
    "ファイルの画像(PNG・JPEG・WebP)。透明な部分は白になります。",
  "The picture as it was stored.": "保存されたままの画像。",
  "The picture to use.": "使う画像。",
  "Up to four pictures from files, one item each; join two lists for more.":
    "最大 4 枚の画像。さらに必要なら連結してください。",
  "The chosen pictures, as they were stored.": "選んだ画像。",
  "A picture, or none.": "画像。なくてもかまいません。",
  "Embeddings from elsewhere: a .npy or .npz array [n, d], or JSON lists of numbers, with labels if it has them.":
    "ほかで作った埋め込み。.npy や .npz の配列 [n, d] か、数のリストの JSON(ラベル付き可)。",
  "The file, taken as z_i.": "ファイルの内容を z_i とみなしたもの。",
  "The file, taken as z_t.": "ファイルの内容を z_t とみなしたもの。",
  "The embeddings to use.": "使う埋め込み。",
  "Name of the CLIP that made them; empty for that of the graph's model.":
    "埋め込みを作った CLIP の名前。空ならグラフのモデルのもの。",
  "An image embedding from the model's own table of concepts, by name: what pictures of it have in common.":
    "モデルの概念表から名前で選ぶ画像埋め込み。その画像に共通するものを表します。",
  "z_i of the concept.": "概念の z_i。",
  "A name in the model's concept table.": "モデルの概念表にある名前。",
  "Turns a caption into its CLIP text embedding z_t and the states of its tokens (paper §2).":
    "キャプションを CLIP テキスト埋め込み z_t とトークンの状態に変えます(論文 §2)。",
  "The caption. The encoder cuts captions that are too long.":
    "キャプション。符号器より長い部分は読まれません。",
  "Token states, mask and z_t, as the prior and the decoder take them.":
    "プライアとデコーダーが受け取るトークンの状態・マスク・z_t。",
  "Only z_t, for arithmetic.": "演算用の z_t だけ。",
  "Turns a picture into its CLIP image embedding z_i (paper §2).":
    "画像を CLIP 画像埋め込み z_i に変えます(論文 §2)。",
  "A picture of any size; the pack decides how it is made square.":
    "任意の大きさの画像。モデルパックの指定に合わせて縮小されます。",
  "A picture of any size; it is made square and resized.":
    "任意の大きさの画像。正方形にして大きさを合わせます。",
  "How to make a picture square: pad with white, crop the centre, or squash; pack uses the pack's setting.":
    "正方形でない画像の収め方。余白を白で埋める、中央を切り抜く、または縮める。pack はパックの既定値。",
  "z_i.": "z_i。",
  "Cosines between two batches of embeddings, every one of A against every one of B.":
    "二つの埋め込みバッチの総当たりのコサイン。",
  "Rows of the table.": "表の行。",
  "Columns of the table.": "表の列。",
  "1 means the same direction, 0 unrelated.": "1 は同じ向き、0 は無関係。",
  "Names what an embedding shows: the concepts of the model's table whose embeddings are closest to it.":
    "埋め込みが何を表すかを、モデルの概念表で最も近い概念の名前で示します。",
  "Any embedding of the model's space.": "モデルの空間にある任意の埋め込み。",
  "The closest concepts with their cosines, closest first.": "近い順の概念とコサイン。",
  "The closest concept.": "最も近い概念。",
  "How many concepts to name.": "挙げる概念の数。",
  "Zero-shot classification: which of the labels fits a picture, by the cosines of their CLIP embeddings (Radford et al. 2021 §3.1).":
    "ゼロショット分類。どのラベルが画像に合うかを CLIP 埋め込みのコサインで決めます(Radford ほか 2021 §3.1)。",
  "z_i of the picture.": "画像の z_i。",
  "Of each label, in order, with its cosine.": "各ラベルの確率とコサイン(順番どおり)。",
  "The one that fits best.": "最も合うもの。",
  "At least two, each once.": "二つ以上、重複なし。",
  "The caption for each label; {} is replaced by the label.": "{} にラベルを入れるキャプション。",
  "Multiplies the cosines before the softmax; pack uses the scale that the model's CLIP learned, or 100, as in public CLIPs, if the pack has none.":
    "softmax の前にコサインに掛ける数。pack ならモデルの CLIP が学習した値(記載がなければ、公開されている CLIP と同じ 100)。",
  "Draws an image embedding that fits a caption: P(z_i | y) by diffusion over embeddings (paper §2.2).":
    "キャプションに合う画像埋め込みを、埋め込み上の拡散で引きます: P(z_i | y)(論文 §2.2)。",
  "The caption, encoded.": "符号化されたキャプション。",
  "z_i, the best of the candidates.": "候補のうち最良の z_i。",
  "x_T to start from, of a noise node set to prior; all candidates start there. Without it x_T is drawn from the seed.":
    "出発点の x_T(prior に設定したノイズノードのもの)。すべての候補がここから始まります。なければシードから引きます。",
  "All drawn candidates, labelled with their z_t · z_i.":
    "最良を選ぶ前の、引いたものすべて。ラベルは z_t · z_i。",
  "z_t · z_i of each candidate.": "各候補の z_t · z_i。",
  "Model calls from noise to result; pack uses the pack's number.":
    "ノイズから結果までのモデル呼び出し回数。pack はパックの既定値。",
  "Classifier-free guidance s in u + s·(c − u): 0 ignores the condition, 1 follows it, higher values exaggerate it; pack uses the pack's setting.":
    "分類器なしガイダンス u + s·(c − u) の s。0 は条件なし、1 で条件どおり、大きいほど強調。pack はパックの既定値。",
  "How many embeddings to draw; the one with the largest z_t · z_i is kept. The paper draws 2; pack uses the pack's number.":
    "引く埋め込みの数。z_t · z_i が最大のものを残します。論文は 2、pack はパックの既定値。",
  "DDPM adds noise at each step, DDIM in proportion to η, DPM-Solver++ none; pack uses the pack's sampler, or DDIM if η is above 0 or x_T comes from an inversion.":
    "DDPM は毎ステップ、DDIM は η の分だけノイズを加え、DPM-Solver++ は加えません。pack はパックの既定値ですが、η が 0 より大きいときと x_T が反転で求めたものであるときは DDIM になります。",
  "Randomness of DDIM: 0 is deterministic given x_T; above 0, the sampler pack means DDIM. DDPM and DPM-Solver++ ignore it.":
    "DDIM の乱雑さ。0 なら x_T だけで決まり、0 より大きいとサンプラーの pack は DDIM になります。DDPM と DPM-Solver++ では使いません。",
  "The same seed gives the same noise on every machine.":
    "同じシードなら、どの環境でも同じノイズになります。",
  "Which levels the steps visit: evenly with both ends, from level 0 up, or from the noisiest down. DPM-Solver++ skips level 0; pack uses the pack's spacing.":
    "ステップが通る水準。両端を含む等間隔、0 から、または最もノイズの多い側から。DPM-Solver++ は水準 0 を通りません。pack はパックの既定値。",
  "Clamps the coordinates of each step's embedding to ± this value (Karlo: 5); none does not clamp, pack uses the pack's rule.":
    "各ステップの埋め込みの座標を ± この値に収めます(Karlo は 5)。none は制限なし、pack はパックの既定値。",
  "Draws an image embedding that fits a caption: P(z_i | y) as quantised PCA coordinates, one after the other (paper §2.2).":
    "キャプションに合う画像埋め込みを、量子化した PCA 座標を順に引いて作ります: P(z_i | y)(論文 §2.2)。",
  "z_i, from the codes.": "コードから戻した z_i。",
  "The drawn codes.": "引いたコード。",
  "z_t · z_i.": "z_t · z_i。",
  "Divides the logits: below 1, likely codes get likelier; 0 always takes the likeliest; pack uses the pack's setting.":
    "ロジットを割る数。1 未満で確からしいコードに偏り、0 では最有力だけ。pack はパックの既定値。",
  "Draws from the likeliest codes that together have this probability (at least one code); pack uses the pack's setting.":
    "確率の合計がこの値になるまでの上位のコード(少なくとも一つ)から引きます。pack はパックの既定値。",
  "The requested z_t · z_i is drawn from above this percentile. The paper found 50 best of 50 to 95; pack uses the pack's setting.":
    "求める z_t · z_i をこの百分位より上から引きます。論文では 50〜95 のうち 50 が最良。pack はパックの既定値。",
  "The simplest way from a caption to an image embedding: z_t plus the mean difference of images and their captions (Liang et al. 2022). A prior without a network: no seed, no variety.":
    "キャプションから画像埋め込みへの最も簡単な方法: z_t に、画像とそのキャプションの差の平均を足します(Liang ほか 2022)。ネットワークのないプライアで、シードもばらつきもありません。",
  "z_t of the caption.": "キャプションの z_t。",
  "z_t moved into the region of images; has length 1 if the model's embeddings do.":
    "画像のある側へ移した z_t。モデルの埋め込みの長さが 1 なら、これも長さ 1。",
  "How much of the mean difference to add: 0 returns z_t, 1 adds the full difference of the training pictures.":
    "差の平均をどれだけ足すか。0 なら z_t のまま、1 なら学習データの平均。",
  "Keeps the candidates with the largest dot product with their caption's text embedding, largest first (paper §2.2). With several captions, each keeps its own candidates.":
    "キャプションのテキスト埋め込みとの内積が大きい候補を、大きい順に残します(論文 §2.2)。キャプションが複数あれば、それぞれの候補から残します。",
  "A batch of embeddings.": "埋め込みのバッチ。",
  "z_t of one caption for all candidates, of one for each (equal ones belong together), or of fewer, with as many consecutive candidates each.":
    "z_t。全候補に一つ、候補ごとに一つ(同じものは一組)、または少数(それぞれに同じ数の連続する候補)。",
  "The best candidates of each caption, best first.": "キャプションごとに良い順の候補。",
  "z_t · z of a caption's candidates, in their order: a list for each caption.":
    "キャプションの候補の z_t · z(元の順番)。キャプションごとに一つのリスト。",
  "How many to keep for each caption.": "キャプションごとに残す個数。",
  "Draws a picture of an image embedding: P(x | z_i, y) by diffusion (paper §2.1).":
    "画像埋め込みから画像を拡散で描きます: P(x | z_i, y)(論文 §2.1)。",
  "z_i. Without it, the decoder draws from the caption, or without a condition.":
    "z_i。なければキャプションだけから、それもなければ自由に描きます。",
  "A caption, for decoders that also read text; others ignore it.":
    "埋め込みのほかにキャプションも読むデコーダー用。読まないものでは使いません。",
  "x_T to start from. Default: drawn from the seed.": "出発点の x_T。なければシードから引きます。",
  "A caption that guidance steers away from. Default: the empty caption.":
    "ガイダンスが避けるキャプション。なければ空のキャプション。",
  "x̂₀ after each step: how the picture forms.": "各ステップの後の x̂₀。画像ができるまでの様子。",
  "The picture, of the decoder's size.": "デコーダーの大きさの画像。",
  "Randomness of DDIM: 0 is deterministic given x_T, above 0 gives the paper's variations (§3.1).":
    "DDIM の乱雑さ。0 なら x_T だけで決まり、大きくすると論文の変種になります(§3.1)。",
  "Keeps the picture of each step in range: clamped to ±1 (static), or by dynamic thresholding, which strong guidance needs. For pixels, not for latents.":
    "各ステップの画像を範囲に収めます。±1 で切る(static)か、強いガイダンスに必要な動的しきい値(dynamic)。画素用で、潜在表現には使いません。",
  "Finds the x_T from which the decoder returns to a picture (paper §3.1). Decode it with the same embedding, DDIM and guidance 1: η = 0 returns the picture, η above 0 gives variations.":
    "デコーダーが元の画像に戻る x_T を求めます(論文 §3.1)。同じ埋め込み・DDIM・ガイダンス 1 でデコードすると、η = 0 で元の画像、大きくすると変種になります。",
  "The picture; it is resized to the decoder's size.": "画像。デコーダーの大きさに変えられます。",
  "z_i of the picture, of clip-image-encode.": "CLIP 画像符号化で得た画像の z_i。",
  "A caption, for decoders that read text; others ignore it.":
    "キャプションを読むデコーダー用。読まないものでは使いません。",
  "x_T, with the levels of the inversion.": "x_T と、それを求めた水準。",
  "Round-trip error: root mean square difference between the picture and the one decoded from x_T, 0 to 1.":
    "往復の誤差: 画像と、x_T から戻った画像の二乗平均平方根差(0〜1)。",
  "Extra model calls per step; each reduces the round-trip error.":
    "ステップごとの追加のモデル呼び出し。増やすほど元の画像に近く戻ります。",
  "The level of x_T; auto uses 95 % of the schedule. At the top of the schedule, the picture cannot be recovered.":
    "x_T を取る水準(最もノイズの多い所より下)。auto は 95 %。最上端では元に戻れません。",
  "Enlarges a picture by diffusion in pixels under the small one, without text or guidance (paper §2.1).":
    "小さい画像を条件に、画素上の拡散で拡大します。テキストもガイダンスも使いません(論文 §2.1)。",
  "A picture of the size that the stage takes.": "この段が受け取る大きさの画像。",
  "The picture, enlarged.": "拡大した画像。",
  "The pack's first upsampler (64→256 in the paper) or its second (256→1024).":
    "パックの最初のアップサンプラー(論文では 64→256)か、二番目(256→1024)。",
  "Spherical interpolation of two embeddings, exact at its ends (paper §3.2).":
    "二つの埋め込みの球面補間。両端では正確に一致します(論文 §3.2)。",
  "The embedding at θ = 0.": "θ = 0 の埋め込み。",
  "The embedding at θ = 1.": "θ = 1 の埋め込み。",
  "At θ of the way from A to B.": "A から B へ θ だけ進んだ所。",
  "How far from A to B.": "A から B へ進む割合。",
  "Length of the result: interpolated between those of A and B, that of A, or 1.":
    "結果の長さ: A と B の補間、A と同じ、または 1。",
  "Straight interpolation of two embeddings, (1 − θ)·A + θ·B; shorter in the middle than slerp.":
    "二つの埋め込みの直線補間 (1 − θ)·A + θ·B。途中は slerp より短くなります。",
  "(1 − θ)·A + θ·B.": "(1 − θ)·A + θ·B。",
  "How far from A to B; beyond 0 and 1 it extrapolates.": "A から B へ進む割合。0〜1 の外では外挿します。",
  "Turns an image embedding towards what changes between two captions: slerp(z_i, norm(z_t − z_t0), θ) (paper §3.3). Keep x_T fixed along a row.":
    "二つのキャプションの差の方向へ画像埋め込みを回します: slerp(z_i, norm(z_t − z_t0), θ)(論文 §3.3)。一連の画像では x_T を固定してください。",
  "z_i, the picture to change.": "変えたい画像の z_i。",
  "z_t of the picture after the change.": "変えた後を表す z_t。",
  "z_t0 of the picture before the change. Default: the empty caption.":
    "変える前を表す z_t0。なければ空のキャプション。",
  "z_d = norm(z_t − z_t0), of length 1.": "z_d = norm(z_t − z_t0)。長さは 1。",
  "z_θ, as long as z_i.": "z_i と同じ長さの z_θ。",
  "How far to turn; the paper goes from 0 up to between 0.25 and 0.5.":
    "回す割合。論文では 0 から 0.25〜0.5 まで。",
  "A + B, element by element. The length of the result is not adjusted; see normalize and scale.":
    "A + B。長さは計算どおりです(正規化・スケールも参照)。",
  "An embedding.": "埋め込み。",
  "Another, of the same joint space.": "同じ空間の別の埋め込み。",
  "A + B.": "A + B。",
  "A − B, element by element. The length of the result is not adjusted; see normalize and scale.":
    "A − B。長さは計算どおりです(正規化・スケールも参照)。",
  "A − B.": "A − B。",
  "k·A: makes an embedding longer or shorter; a negative k reverses it.":
    "k·A。埋め込みを伸び縮みさせ、負の k では向きを反転します。",
  "k·A.": "k·A。",
  "The factor.": "倍率。",
  "Sets the length of an embedding and keeps its direction.": "埋め込みの向きを保ち、指定した長さにします。",
  "An embedding that is not zero.": "ゼロでない埋め込み。",
  "A / ‖A‖, times the length.": "A / ‖A‖ × 長さ。",
  "‖z‖ of the result.": "結果の ‖z‖。",
  "The mean of a batch of embeddings: what they have in common.": "埋め込みの平均。共通するものを表します。",
  "A batch of one joint space.": "一つの空間のバッチ。",
  "Their mean; the more they differ, the shorter it is.": "平均。互いに違うほど短くなります。",
  "Computes with embeddings, as in a − b + c: + − between embeddings, × ÷ by numbers, norm(), slerp(a, b, t) and mean().":
    "a − b + c のように埋め込みで計算します: 埋め込み同士の + −、数との × ÷、norm()、slerp(a, b, t)、mean()。",
  "The embedding that the expression calls a; the result is of its kind and space.":
    "式の a。結果は a と同じ種類・空間になります。",
  "The embedding that the expression calls b.": "式の b。",
  "The embedding that the expression calls c.": "式の c。",
  "The embedding that the expression calls d.": "式の d。",
  "The embedding that the expression calls e.": "式の e。",
  "The embedding that the expression calls f.": "式の f。",
  "The result of the expression.": "式の結果。",
  "Such as a − b + c, or slerp(a, norm(b − c), t).": "例: a − b + c、slerp(a, norm(b − c), t)。",
  "The number t of the expression; connect a range to sweep it.": "式の t。範囲をつなぐと順に動かせます。",
  "Length of the result: as computed, that of A, or 1.": "結果の長さ: 計算どおり、A と同じ、または 1。",
  "Slerp through many embeddings, one after the other: the keyframes of an animation (paper §3.2).":
    "多くの埋め込みを順に slerp でつなぎます。アニメーションのキーフレーム用(論文 §3.2)。",
  "At least two embeddings, in order.": "順に並べた二つ以上の埋め込み。",
  "Embeddings along the way.": "経路上の埋め込み。",
  "Total number of frames. The first is the first keyframe; on an open path the last is the last keyframe.":
    "全フレーム数。最初は最初のキーフレーム、開いた経路では最後が最後のキーフレームです。",
  "Returns to the first keyframe, which is not repeated at the end, so that the animation loops.":
    "最初のキーフレームに戻ります。末尾では繰り返さないので、アニメーションがつながります。",
  "The same number of frames between any two keyframes, or per degree of angle.":
    "キーフレーム間ごとに同数、または角度あたりに同数。",
  "Length of a frame: interpolated between those of its keyframes, that of the one before it, or 1.":
    "フレームの長さ: キーフレームの補間、直前のものと同じ、または 1。",
  "Turns an embedding by an angle in a random direction, for variations of what it shows. Keeps its length.":
    "埋め込みをランダムな向きに一定の角度だけ回し、近い仲間を作ります。長さは変わりません。",
  "The embedding to start from.": "元の埋め込み。",
  "The embedding, turned.": "回した埋め込み。",
  "How far to turn; the cosine of this angle is how similar the result is.":
    "回す角度。そのコサインが結果の類似度です。",
  "The direction; a batch of seeds gives one variation per seed.":
    "回す向き。シード列をつなぐと、その数だけできます。",
  "Finds the directions along which a batch of embeddings differs, largest variance first (paper §2.2, §4).":
    "埋め込みが互いに違う方向を、分散の大きい順に求めます(論文 §2.2、§4)。",
  "At least two of one space; n embeddings give n − 1 components.":
    "同じ空間の二つ以上。n 個からは n − 1 成分。",
  "Mean, components and their variances.": "平均・成分・分散。",
  "Share of the variance of these embeddings that the first 1, 2, … components hold.":
    "これらの埋め込みの分散に占める、最初の 1、2、… 成分の割合。",
  "Components to keep; all keeps every component that the embeddings determine.":
    "残す成分の数。all なら決まるものすべて。",
  "The principal components of the model's image embeddings, from its pack.":
    "モデルに付属する、画像埋め込みの主成分。",
  "Share of the variance of the model's image embeddings that the first 1, 2, … components hold; of the variance of all components if the model does not give the total.":
    "モデルの画像埋め込みの分散に占める、最初の 1、2、… 成分の割合。モデルに分散の記載がなければ、全成分の分散に占める割合です。",
  "Coordinates of an embedding along principal components: V·(z − μ), largest variance first (paper §4).":
    "主成分に沿った埋め込みの位置 V·(z − μ)。分散の大きい順(論文 §4)。",
  "z, of the basis's space.": "基底の空間にある z。",
  "From pca-fit. Default: the model's basis.": "PCA 当てはめの基底。なければモデル付属のもの。",
  "One along each component.": "各成分に沿った座標。",
  "Coordinates to return; all returns every coordinate of the basis.": "出す座標の数。all なら基底のすべて。",
  "What is left of an embedding in its first k principal components, for each k: μ + V_k·V_kᵀ(z − μ) (paper §4, Figure 7). Decode the rungs from one x_T.":
    "最初の k 主成分だけを残した埋め込みを k ごとに作ります: μ + V_k·V_kᵀ(z − μ)(論文 §4、図 7)。各段は同じ x_T からデコードしてください。",
  "z; of several, each is taken up the whole ladder.": "z。複数あれば、それぞれに全段を作ります。",
  "z^(k), from the first k to the last.": "最初の k から最後までの z^(k)。",
  "k of each rung.": "各段の k。",
  "Share that k components hold of the variance of the embeddings that the basis was made from, 0 to 1; not of z.":
    "基底の元になった埋め込みの分散に占める k 成分の割合(0〜1)。z についての割合ではありません。",
  "Of z and z^(k).": "z と z^(k) のコサイン。",
  "Energy and cosine, one row per rung.": "段ごとの寄与率とコサイン。",
  "How many components each rung keeps; 0 gives the mean. Numbers above the size of the basis give one rung with all components.":
    "各段で残す成分数。0 は平均。基底より多い分は、全成分の段が一つだけになります。",
  "Length of a rung: as computed, that of z, or 1.": "段の長さ: 計算どおり、z と同じ、または 1。",
  "Turns an embedding into integers: its PCA coordinates, largest variance first, each in a bucket (paper §2.2).":
    "埋め込みを整数に変えます: PCA 座標を分散の大きい順に区間へ割り当てます(論文 §2.2)。",
  "z_i, of the model's space.": "モデルの空間の z_i。",
  "One integer per coordinate.": "座標ごとに一つの整数。",
  "Coordinates to keep; all keeps every coordinate.": "残す座標の数。all ならすべて。",
  "Equal buckets over ±3 standard deviations of each coordinate; pack uses the buckets of the model's autoregressive prior, or the paper's 1,024 if a basis is connected.":
    "各座標の ±3 標準偏差を等分する区間数。pack ならモデルの自己回帰プライアの区間、基底をつないだときは論文の 1,024。",
  "Turns codes back into an embedding (paper §2.2). Differences within a bucket are lost.":
    "コードが表す埋め込み(論文 §2.2)。区間で区別できない違いは失われます。",
  "Codes, with the codebook that they carry.": "コード(コードブック付き)。",
  "z_i, to the precision of the codes.": "コードから分かる範囲の z_i。",
  "x_T in the shape that the pack's decoder starts from, or its prior. The decoder draws the same x_T from the same seed, as the prior does for its first candidate.":
    "パックのデコーダーまたはプライアが始める形の x_T。同じシードなら、デコーダーも、プライアの最初の候補も同じ x_T を引きます。",
  "The decoder's x_T, for a picture, or the diffusion prior's, for an embedding.":
    "どちらの x_T か。デコーダーのもの(画像)か、拡散プライアのもの(埋め込み)。",
  "x_T.": "x_T。",
  "Spherical interpolation of two x_T, so that both ends of an interpolation return to their pictures (paper §3.2).":
    "二つの x_T の球面補間。補間の両端がそれぞれの画像に戻ります(論文 §3.2)。",
  "The noise at θ = 0.": "θ = 0 のノイズ。",
  "The noise at θ = 1.": "θ = 1 のノイズ。",
  "Concatenates batches of one kind.": "同じ種類のバッチを順につなぎます。",
  "The first items.": "最初の項目。",
  "The next, of the kind of A.": "次の項目(A と同じ種類)。",
  "More, of the kind of A.": "さらに続く項目(A と同じ種類)。",
  "All items in order.": "順番どおりの全項目。",
  "Takes consecutive items out of a batch.": "バッチから連続する項目を取り出します。",
  "Any batch.": "任意のバッチ。",
  "The picked items.": "取り出した項目。",
  "0 is the first item; −1 the last, −2 the one before.": "0 が最初、−1 が最後、−2 がその前。",
  "How many items.": "項目の数。",
  "Repeats each item of a batch in place.": "バッチの各項目を、その場で繰り返します。",
  "Any batch; one item is a batch too.": "任意のバッチ(一項目でも可)。",
  "Every item, repeated.": "指定した回数だけ繰り返した項目。",
  "How often to repeat each item.": "各項目の回数。",
  "Every item of one batch with every item of another, row by row: two params swept at once, for a grid with a row and a column for each.":
    "二つのバッチの総当たりを行ごとに並べます。二つのパラメータを同時に動かし、一覧表の行と列にできます。",
  "One row of the grid for each item.": "各項目が一覧表の一行。",
  "One column of the grid for each item.": "各項目が一覧表の一列。",
  "The item of its row, for each place of the grid.": "一覧表の各位置の、行の項目。",
  "The item of its column, for each place of the grid.": "一覧表の各位置の、列の項目。",
  "How many columns there are, for the grid.": "列の数(一覧表用)。",
  "Prefix of each row's label.": "各行のラベルの前に付ける言葉。",
  "Prefix of each column's label.": "各列のラベルの前に付ける言葉。",
  "Shows its input and passes it on.": "入ってきたものを表示し、そのまま渡します。",
  "Anything.": "何でも。",
  "The input.": "入ってきたもの。",
  "Marks a picture as a result: it is kept with the run, and the command line writes it as a file named after this node.":
    "画像を結果として残します。実行と一緒に保存され、コマンドラインではこのノード名のファイルになります。",
  "The picture to keep.": "残す画像。",
  "The same picture.": "同じ画像。",
  "Lays a batch of pictures out on one sheet, row by row, in order, with their labels.":
    "画像のバッチをラベル付きで一枚に並べます。",
  "The pictures; all are resized to the size of the first.": "画像。最初の画像の大きさにそろえます。",
  "One picture.": "一枚の画像。",
  "Pictures per row; 0 makes the sheet about square.": "一行の枚数。0 ならほぼ正方形。",
  "White pixels around each picture.": "各画像のまわりの白い画素数。",
  "Writes below each picture how it was made, if known.": "分かる場合、画像の下に作り方を書きます。",
  "Two pictures side by side, or their difference.": "二枚の画像を並べるか、違いを示します。",
  "The left picture.": "左の画像。",
  "The right picture; it is resized to A's size.": "右の画像。A の大きさにそろえます。",
  "Both pictures, or the difference.": "並べた画像、または差。",
  "Root mean square difference of their pixels: 0 if equal, 1 at most.":
    "画素の二乗平均平方根差。同じなら 0、最大 1。",
  "Side by side, or the difference, which is black for equal pixels.":
    "並べるか、差を見るか。差では同じ所が黒になります。",
  "Makes a difference brighter by this factor.": "差を明るくする倍率。",
  "Turns a batch of pictures into an animated WebP that loops.":
    "画像のバッチを順に繰り返し再生する WebP アニメーション。",
  "One file.": "一つのファイル。",
  "How long a frame is shown.": "一フレームの表示時間。",
  "Plays the frames backwards after the last, so that the end meets the beginning.":
    "最後のあとに逆再生し、始めにつなげます。",
  "Embeddings as points on the two directions along which they differ most (PCA). Similar embeddings are close together.":
    "最も違いの大きい二方向(PCA)に埋め込みを点で並べます。似たものは近くに来ます。",
  "At least three embeddings.": "三つ以上の埋め込み。",
  "A second group, drawn as a separate series.": "別の系列として描く二つ目の群。",
  "One for each embedding of A, drawn at its point.": "A の各埋め込みに一枚。その点に描かれます。",
  "Points with labels, and how much of the variance each axis holds.": "ラベル付きの点と、各軸の分散の割合。",
  "Interpolated between the embeddings of A near the mark; on a point of A, exactly that embedding.":
    "印の近くにある A の埋め込みを混ぜたもの。点の上ではその埋め込みそのもの。",
  "Moves each group's mean to the centre, which removes the gap between texts and images.":
    "各群の平均を中央に移し、テキストと画像の隔たりをなくします。",
  "Of the groups, in order.": "群の名前(順番どおり)。",
  "Position of the mark along PC 1.": "PC 1 に沿った印の位置。",
  "Position of the mark along PC 2.": "PC 2 に沿った印の位置。",
  "Draws numbers over each other: a line, points or bars for each series.":
    "数を図に描きます。系列ごとに線・点・棒。",
  "Numbers (one series), or a table (a series for each column).": "数(一系列)、または表(列ごとに一系列)。",
  "More series, with the same number of points.": "同じ点数の、さらに別の系列。",
  "Positions of the points along x. Default: numbered from 1.": "点の x 座標。なければ 1 からの番号。",
  "The drawing, as data.": "図のデータ。",
  "How a series is drawn.": "系列の描き方。",
  "Above the plot.": "図の上に付けます。",
  "Below the x axis.": "x 軸の下に付けます。",
  "Beside the y axis.": "y 軸の横に付けます。",
  "Of the series, in order of the inputs.": "系列の名前(入力の順)。",
  "Numbers, lists and tables side by side in one table: two settings and what was measured of them.":
    "数・リスト・表を一つの表に並べます。設定と測定値の比較に。",
  "Numbers (a row each), lists (a row each) or a table.": "数(一行ずつ)、リスト(一行ずつ)、または表。",
  "More columns, with the same number of rows.": "同じ行数の、さらに別の列。",
  "All columns, under the row labels of A.": "すべての列(行ラベルは A のもの)。",
  "One for each input, in order. A missing heading is the name of its input.":
    "入力ごとの見出し。省くと入力の名前になります。",
  "A caption's embedding by a second CLIP that the model was not trained with, to score pictures with (Hessel et al. 2021).":
    "モデルの学習に使っていない別の CLIP によるキャプションの埋め込み。画像の採点用(Hessel ほか 2021)。",
  "The caption.": "キャプション。",
  "In the space of the evaluation CLIP.": "評価用 CLIP の空間だけで使えます。",
  "A picture's embedding by a second CLIP that the model was not trained with, so that a measure of it does not flatter the model.":
    "モデルの学習に使っていない別の CLIP による画像の埋め込み。評価がモデルに甘くなりません。",
  "How well pictures fit captions: w · max(cos, 0) of their CLIP embeddings (Hessel et al. 2021 §3). The model's own CLIP overestimates the score.":
    "画像がキャプションに合う度合い: CLIP 埋め込みの w · max(cos, 0)(Hessel ほか 2021 §3)。モデル自身の CLIP で測ると実際より良く見えます。",
  "z_i of the pictures, encoded from their pixels.": "画素から符号化した画像の z_i。",
  "z_t of the captions: one for each, or one for all.":
    "キャプションの z_t。各画像に一つ、または全体に一つ。",
  "One for each picture.": "画像ごとのスコア。",
  "Of all pictures.": "全画像の平均。",
  "The mean and the number of pictures.": "平均と画像の枚数。",
  "w: 1 is the plain cosine, 2.5 that of the paper by Hessel et al., 100 that of common libraries.":
    "w。1 はコサインそのもの、2.5 は Hessel ほかの論文、100 は一般的なライブラリの値。",
  "How different the pictures of a batch are, or those of one caption where captions are connected: the mean cosine distance of all pairs, and the Vendi score, the number of different ones that they are worth (Friedman & Dieng 2023).":
    "バッチの画像の違いの大きさ(キャプションをつなぐと、同じキャプションの画像どうしの違い): 全組のコサイン距離の平均と、実質的に何種類あるかを示す Vendi スコア(Friedman & Dieng 2023)。",
  "Of the pictures: only pictures of one caption are compared, and the results are means over captions. Without it all pictures are compared.":
    "画像のキャプション。同じキャプションの画像どうしだけを比べ、結果はキャプションについての平均です。なければすべての画像を比べます。",
  "At least two, of pictures that could be alike.": "似ているかもしれない二枚以上の画像の埋め込み。",
  "Mean of 1 − cos over all pairs: 0 if all are alike, 2 at most.":
    "全組の 1 − cos の平均。すべて同じなら 0、最大 2。",
  "From 1, all alike, to as many as there are, all different.": "すべて同じなら 1、すべて違えば個数と同じ。",
  "Both, and the number of embeddings.": "両方の値と埋め込みの個数。",
  "Distance of two sets of embeddings, each modelled as a Gaussian (Heusel et al. 2017, eq. 6), with the value for two sets of one distribution as a baseline. Few samples make it large, as the baseline shows. It is not FID.":
    "二組の埋め込みをそれぞれ正規分布とみなした距離(Heusel ほか 2017 式 6)と、同じ分布だった場合の値。標本が少ないと大きくなり、それは基準値で分かります。FID ではありません。",
  "Embeddings of the pictures to measure.": "測る画像の埋め込み。",
  "Embeddings to compare them with.": "比べる相手の埋め込み。",
  "Between the two sets.": "二組の距離。",
  "The same for both sets mixed and split again: the value by chance.":
    "両方を混ぜて分け直したときの値。偶然の大きさを示します。",
  "How often to mix and split the sets; the baseline is the mean.":
    "基準値のために混ぜて分け直す回数(その平均が基準値)。",
  "How the sets are mixed.": "混ぜ方。",
  "How many of the pictures are within the reference, and how much of the reference they cover (Kynkäänniemi et al. 2019), with the values for two sets of one distribution, which are below 1, as baselines.":
    "画像のうち基準の中にある割合と、基準のうち覆えた割合(Kynkäänniemi ほか 2019)。同じ分布だった場合の値も示します。それも 1 より小さくなります。",
  "Share of the made within the reference, 0 to 1.": "生成側のうち基準の中にある割合(0〜1)。",
  "Share of the reference within the made, 0 to 1.": "基準側のうち生成の中にある割合(0〜1)。",
  "A set covers the balls around its members that reach to their k-th neighbour.":
    "各点から k 番目に近い点までの球を、その組の範囲とします。",
  "Maximum mean discrepancy of two sets of unit CLIP embeddings, σ = 10 (Jayasumana et al. 2024), with the value for two sets of one distribution as a baseline. Few samples make the published estimate large, by about 1/n, as the baseline shows; compare only values of equal n. Values of two CLIPs cannot be compared.":
    "長さ 1 の CLIP 埋め込み二組の最大平均差、σ = 10(Jayasumana ほか 2024)と、同じ分布だった場合の値。論文の推定量は標本が少ないとほぼ 1/n に比例して大きくなり、それは基準値で分かります。件数の同じ値だけを比べてください。異なる CLIP の値は比べられません。",
  "V-statistic, as published: never negative, too large for few samples. U-statistic: right on average for any n, 0 on average for one distribution, and so negative at times.":
    "V-statistic は論文のとおりで、負にならず、標本が少ないと大きすぎます。U-statistic は件数によらず平均が正しく、同じ分布なら平均 0 なので、負になることもあります。",
  "Both, their baselines, and the number of embeddings.": "両方の値とその基準値、埋め込みの個数。",
  "The precision of both sets mixed and split again: the value for one distribution.":
    "両方を混ぜて分け直したときの適合率。同じ分布ならこの値になります。",
  "The recall of both sets mixed and split again: the value for one distribution.":
    "両方を混ぜて分け直したときの再現率。同じ分布ならこの値になります。",
};
