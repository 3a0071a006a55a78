# count_tests FOLDER...: the line that ends a CI run, summed over Surefire's reports below the folders.
# shellcheck shell=sh

count_tests() {
  find "$@" -name 'TEST-*.xml' -exec sed -n '/<testsuite /{p;q}' {} \; 2>/dev/null |
    tr ' ' '\n' |
    awk -F'"' '
      /^tests=/ { tests += $2 }
      /^failures=/ { failed += $2 }
      /^errors=/ { failed += $2 }
      /^skipped=/ { skipped += $2 }
      END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped }'
}
