<?php
// A site of a few pages: index.php?page=NAME&keep=1, where `keep` puts keep.js into them. A form that is sent
// to it is written down.
require __DIR__ . '/user.php';

$page = htmlspecialchars($_GET['page'] ?? 'first');
$keep = isset($_GET['keep']);

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $upload = $_FILES['upload']['size'] ?? 0;
    $line = ['user' => latchkey_user(), 'text' => $_POST['text'] ?? '', 'upload' => $upload];
    file_put_contents(__DIR__ . '/written', json_encode($line) . "\n", FILE_APPEND | LOCK_EX);
}
header('Content-Type: text/html; charset=utf-8');
header('X-Seen: ' . json_encode(array_filter($_SERVER, fn ($name) => str_starts_with($name, 'HTTP_'), ARRAY_FILTER_USE_KEY)));
?>
<!doctype html>
<title>PHP</title>
<h1><?= $page ?></h1>
<p id="user"><?= htmlspecialchars(latchkey_user()) ?></p>
<p id="method"><?= $_SERVER['REQUEST_METHOD'] ?></p>
<a href="/php/index.php?page=second<?= $keep ? '&amp;keep=1' : '' ?>">Second page</a>
<img src="/files/picture.svg" alt="A picture">
<form method="post" action="/php/index.php?page=sent" enctype="multipart/form-data">
  <textarea name="text"></textarea>
  <input type="file" name="upload">
  <button>Send</button>
</form>
<?php if ($keep) : ?>
<script src="/auth/keep.js" defer></script>
<?php endif ?>
