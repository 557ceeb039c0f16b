# shellcheck shell=bash
# ./dev endpoint NAME METHOD ROUTE: the files of a new endpoint, made of tests/harness/endpoint/*.in.
# They make a row with a text in the caller's account and are right as they are; what the row really
# has is for a person to write.

endpoint() {
  (($# == 3)) || die 'Usage: ./dev endpoint NAME METHOD ROUTE, e.g. ./dev endpoint notes POST /api/notes'
  local name=$1 method=$2 route=$3
  local folder=${name//-/_} one function last number
  one=${folder%s} function=${one}_create
  check_endpoint
  need_packages $'clang-format\tlays out the C++'
  last=$(cd "$root/migrations" && printf '%s\n' [0-9]*.sql | tail -n 1)
  number=$(printf '%04d' $((10#${last%%_*} + 1)))
  printf '%s\t%s\t%s\t%s\tlatchkey-%s\tnone\t-\tapi\t1\n' \
    "$route" "$method" "$name" "$function" "$name" >>"$root/handlers/services.tsv"
  make_file migration.sql "migrations/${number}_$folder.sql"
  make_file function.sql "db/functions/$function.sql"
  make_file db_test.sql "tests/db/$function.sql"
  make_file call.h "db/calls/$function.h"
  make_file call.cc "db/calls/$function.cc"
  make_file handler.h "handlers/$folder/handler.h"
  make_file handler.cc "handlers/$folder/handler.cc"
  make_file handler_test.cc "tests/handlers/${folder}_test.cc"
  filled path.yaml | sed -i '/^paths:$/r /dev/stdin' "$root/docs/openapi.yaml"
  printf '%s\n' handlers/services.tsv docs/openapi.yaml
}

# Of the caller's `name`, `method`, `route` and `function`.
check_endpoint() {
  [[ $name =~ ^[a-z][a-z0-9]*(-[a-z0-9]+)*$ ]] ||
    die "The name \"$name\" is not of lower-case words with - between them."
  ((${#name} <= 22)) || die "The name has more than 22 characters: a role is latchkey-NAME, of 31 at most."
  [[ $method == POST ]] ||
    die "The endpoint that is made takes POST. handlers/leads/ shows the other methods."
  [[ $route =~ ^/api(/[a-z0-9-]+)+$ ]] || die "The route \"$route\" is not of the form /api/NAME."
  awk -F '\t' -v name="$name" -v route="$route" '$1 == route || $3 == name { exit 1 }' \
    "$root/handlers/services.tsv" || die "handlers/services.tsv has $name or $route already."
  [[ ! -e $root/db/functions/$function.sql ]] || die "There is a function $function already."
}

# make_file TEMPLATE FILE
make_file() {
  local file=$root/$2
  mkdir -p "${file%/*}"
  filled "$1" >"$file"
  [[ $file == *.sql ]] || clang-format -i "$file"
  printf '%s\n' "$2"
}

# A template with the endpoint's names put in.
filled() {
  local camel
  camel=$(sed -E 's/(^|_)([a-z0-9])/\u\2/g' <<<"$one")
  sed "s|@name@|$name|g; s|@words@|${name//-/ }|g; s|@folder@|$folder|g; s|@table@|$folder|g
    s|@function@|$function|g; s|@method@|$method|g; s|@route@|$route|g
    s|@Group@|$(sed -E 's/(^|_)([a-z0-9])/\u\2/g' <<<"$folder")|g; s|@operation@|create$camel|g" \
    "$root/tests/harness/endpoint/$1.in"
}
