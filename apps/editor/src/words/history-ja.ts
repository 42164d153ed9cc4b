/** Labels of the history, which edits carry in English, in Japanese. A label of another form stays as it is. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^Change the title$/, "タイトルを変更"],
  [/^Change the description$/, "説明を変更"],
  [/^Change the form$/, "アプリ表示の項目を変更"],
  [/^Use the model (.+)$/, "モデルを $1 に変更"],
  [/^Add the frame (.+)$/, "枠 $1 を追加"],
  [/^Add the note (.+)$/, "メモ $1 を追加"],
  [/^Add (.+)$/, "$1 を追加"],
  [/^Edit the frame (.+)$/, "枠 $1 を編集"],
  [/^Edit the note (.+)$/, "メモ $1 を編集"],
  [/^Remove the frame (.+)$/, "枠 $1 を削除"],
  [/^Remove the note (.+)$/, "メモ $1 を削除"],
  [/^Quick preview$/, "すばやく試す"],
  [/^Remove unused parts$/, "使っていない部品を削除"],
  [/^Bend (.+)$/, "$1 へのエッジを曲げる"],
  [/^Straighten (.+)$/, "$1 へのエッジをまっすぐにする"],
  [/^Remove the part (.+)$/, "部品 $1 を削除"],
  [/^Remove (\d+) (?:nodes|things)$/, "$1 個を削除"],
  [/^Remove (.+)$/, "$1 を削除"],
  [/^Move (\d+) nodes$/, "$1 個を移動"],
  [/^Move (.+)$/, "$1 を移動"],
  [/^Rename the part (.+) to (.+)$/, "部品 $1 の名前を $2 に変更"],
  [/^Rename (.+) to (.+)$/, "$1 の名前を $2 に変更"],
  [/^Connect (.+) to (.+)$/, "$1 を $2 に接続"],
  [/^Disconnect (.+)$/, "$1 の接続を解除"],
  [/^Set (.+) of (.+)$/, "$2 の $1 を変更"],
  [/^Reset (.+) of (.+)$/, "$2 の $1 を既定値に戻す"],
  [/^Duplicate (\d+) nodes$/, "$1 個を複製"],
  [/^Duplicate (.+)$/, "$1 を複製"],
  [/^Paste (\d+) nodes$/, "$1 個を貼り付け"],
  [/^Paste (.+)$/, "$1 を貼り付け"],
  [/^Switch on (\d+) nodes$/, "$1 個を有効にする"],
  [/^Switch on (.+)$/, "$1 を有効にする"],
  [/^Mute (\d+) nodes$/, "$1 個をミュート"],
  [/^Mute (.+)$/, "$1 をミュート"],
  [/^Bypass (\d+) nodes$/, "$1 個をバイパス"],
  [/^Bypass (.+)$/, "$1 をバイパス"],
  [/^Make the part (.+)$/, "部品 $1 を作成"],
  [/^Unpack (.+)$/, "$1 を展開"],
  [/^Declare (.+) of (.+)$/, "部品 $2 のポート $1 を公開"],
  [/^Hide (.+) of (.+)$/, "部品 $2 のポート $1 を非公開にする"],
];

/** `"Set steps of prior in Draw"` → 「Draw 内: prior の steps を変更」. */
export function historyLabelJa(label: string): string {
  const inside = /^(.+) in (.+)$/.exec(label);
  // An edit inside a part names the part at its end.
  if (inside?.[1] !== undefined) {
    const inner = translated(inside[1]);
    if (inner !== undefined) return `${inside[2]} 内: ${inner}`;
  }
  return translated(label) ?? label;
}

function translated(label: string): string | undefined {
  const found = forms.find(([form]) => form.test(label));
  return found && label.replace(found[0], found[1]);
}
