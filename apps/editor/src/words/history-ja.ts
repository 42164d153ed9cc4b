/** Labels of the history, which edits carry in English, in Japanese. A label of another form stays as it is. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^Change the title$/, "タイトルを変更"],
  [/^Change the description$/, "説明を変更"],
  [/^Change the form$/, "アプリ表示の項目を変更"],
  [/^Use the model (.+)$/s, "モデルを $1 に変更"],
  [/^Add the frame (.+)$/s, "枠 $1 を追加"],
  [/^Add the note (.+)$/s, "メモ $1 を追加"],
  [/^Add (.+)$/s, "$1 を追加"],
  [/^Edit the frame (.+)$/s, "枠 $1 を編集"],
  [/^Edit the note (.+)$/s, "メモ $1 を編集"],
  [/^Remove the frame (.+)$/s, "枠 $1 を削除"],
  [/^Remove the note (.+)$/s, "メモ $1 を削除"],
  [/^Quick preview$/, "すばやく試す"],
  [/^Remove unused parts$/, "使っていない部品を削除"],
  [/^Bend (.+)$/s, "$1 へのエッジを曲げる"],
  [/^Straighten (.+)$/s, "$1 へのエッジをまっすぐにする"],
  [/^Remove the part (.+)$/s, "部品 $1 を削除"],
  [/^Remove (\d+) (?:nodes|things)$/, "$1 個を削除"],
  [/^Remove (.+)$/s, "$1 を削除"],
  [/^Move (\d+) nodes$/, "$1 個を移動"],
  [/^Move (.+)$/s, "$1 を移動"],
  [/^Rename the part (.+) to (.+)$/s, "部品 $1 の名前を $2 に変更"],
  [/^Rename (.+) to (.+)$/s, "$1 の名前を $2 に変更"],
  [/^Connect (.+) to (.+)$/s, "$1 を $2 に接続"],
  [/^Disconnect (.+)$/s, "$1 の接続を解除"],
  [/^Set (.+) of (.+)$/s, "$2 の $1 を変更"],
  [/^Reset (.+) of (.+)$/s, "$2 の $1 を既定値に戻す"],
  [/^Duplicate (\d+) nodes$/, "$1 個を複製"],
  [/^Duplicate (.+)$/s, "$1 を複製"],
  [/^Paste (\d+) nodes$/, "$1 個を貼り付け"],
  [/^Paste (.+)$/s, "$1 を貼り付け"],
  [/^Switch on (\d+) nodes$/, "$1 個を有効にする"],
  [/^Switch on (.+)$/s, "$1 を有効にする"],
  [/^Mute (\d+) nodes$/, "$1 個をミュート"],
  [/^Mute (.+)$/s, "$1 をミュート"],
  [/^Bypass (\d+) nodes$/, "$1 個をバイパス"],
  [/^Bypass (.+)$/s, "$1 をバイパス"],
  [/^Make the part (.+)$/s, "部品 $1 を作成"],
  [/^Unpack (.+)$/s, "$1 を展開"],
  [/^Declare (.+) of (.+)$/s, "部品 $2 のポート $1 を公開"],
  [/^Hide (.+) of (.+)$/s, "部品 $2 のポート $1 を非公開にする"],
];

/** `"Set steps of prior in Draw"` → 「Draw 内: prior の steps を変更」. */
export function historyLabelJa(label: string): string {
  const inside = /^(.+) in (.+)$/s.exec(label);
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
