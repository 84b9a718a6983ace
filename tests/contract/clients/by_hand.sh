# The calls that people make by hand to see the door work, in their order.
set -eu
base=$1 mails=$2
post() { curl -sS -w '\n%{http_code}\n' -X POST "$base/api/v1/auth/$1" -H "Content-Type: application/json" "${@:2}"; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
expect() { if [ "$(tail -n 1 <<<"$2")" != "$3" ]; then echo "$1: $2" >&2; exit 1; fi; }

answer=$(post register/ -d '{
  "email": "test@example.com",
  "username": "testuser",
  "password": "SecurePass123!",
  "first_name": "Test",
  "last_name": "User",
  "phone": "+1234567890"
}')
expect "register" "$answer" 201

for _ in $(seq 100); do
  token=$(cat "$mails"/*.eml 2>/dev/null | sed -n 's|.*/verify-email/\([0-9a-f-]\{36\}\)/.*|\1|p' | head -n 1)
  [ -n "$token" ] && break
  sleep 0.1
done
answer=$(curl -sS -w '\n%{http_code}\n' -X GET "$base/api/v1/auth/verify-email/$token/")
expect "verify" "$answer" 200

answer=$(post login/ -d '{
  "email": "test@example.com",
  "password": "SecurePass123!"
}')
expect "log in" "$answer" 200
ACCESS_TOKEN=$(field access <<<"$answer") REFRESH_TOKEN=$(field refresh <<<"$answer")

answer=$(curl -sS -w '\n%{http_code}\n' -X GET "$base/api/v1/auth/sessions/" -H "Authorization: Bearer $ACCESS_TOKEN")
expect "sessions" "$answer" 200

answer=$(post refresh/ -d "{\"refresh\": \"$REFRESH_TOKEN\"}")
expect "refresh" "$answer" 200
ACCESS_TOKEN=$(field access <<<"$answer") REFRESH_TOKEN=$(field refresh <<<"$answer")

answer=$(curl -sS -w '\n%{http_code}\n' -X POST "$base/api/v1/auth/sessions/deactivate-all/" \
  -H "Authorization: Bearer $ACCESS_TOKEN")
expect "deactivate all" "$answer" 200

answer=$(post logout/ -H "Authorization: Bearer $ACCESS_TOKEN" -d "{\"refresh\": \"$REFRESH_TOKEN\"}")
expect "log out" "$answer" 200

for i in {1..6}; do
  answer=$(post login/ -d '{"email": "wrong@example.com", "password": "wrongpass"}')
  expect "attempt $i" "$answer" "$([ "$i" -le 5 ] && echo 400 || echo 429)"
done

answer=$(post register/ -d '{
  "email": "test@example.com",
  "username": "testuser2",
  "password": "SecurePass123!"
}')
expect "register again" "$answer" 400
grep -q '"email":\["A user with this email already exists."\]' <<<"$answer"
echo done
