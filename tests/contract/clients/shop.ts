// A shop of forty lines, against the types that openapi-typescript makes from the document.
import type { paths } from "./schema";

type Operation<P extends keyof paths, M extends keyof paths[P]> = paths[P][M];
type Content<T> = T extends { content: { "application/json": infer C } } ? C : never;
type Body<T> = T extends { requestBody?: infer B } ? Content<NonNullable<B>> : never;
type Answers<T> = T extends { responses: infer R } ? R : never;
type Good<T> = Content<Answers<T>[keyof Answers<T> & (200 | 201)]>;
type Refused<T, S extends number> = Content<Answers<T>[keyof Answers<T> & S]>;

declare function send<P extends keyof paths, M extends keyof paths[P]>(
  method: M, path: P, options: { body?: Body<Operation<P, M>>; headers?: Record<string, string> },
): Promise<{ good: Good<Operation<P, M>>; conflict?: Refused<Operation<P, M>, 409>; invalid?: Refused<Operation<P, M>, 400> }>;

export async function buy(email: string, password: string): Promise<string> {
  const { good: session } = await send("post", "/api/v1/auth/login/", { body: { email, password } });
  const headers = { Authorization: `Bearer ${session.access}` };
  const { good: products } = await send("get", "/api/v1/products/", {});
  const slug: string = products.results[0]!.slug;
  console.log(`${slug}: ${products.results[0]!.price ?? "sold out"}`);
  const { good: cart, invalid } = await send("post", "/api/v1/cart/items/", { body: { variant_id: slug, quantity: 2 }, headers });
  if (invalid && "code" in invalid && invalid.code === "insufficient_stock") console.log(invalid.available);
  console.log(cart.items.length, cart.grand_total, cart.shipping_address?.city.length);
  const shipping_address = { first_name: "Ana", last_name: "García", address_line_1: "Calle Mayor 1", city: "Madrid", country: "ES" };
  const { good: payment, conflict } = await send("post", "/api/v1/payments/create/", {
    body: { payment_method: "PAYPAL", shipping_address, expected_total: cart.grand_total }, headers,
  });
  if (conflict && "code" in conflict) {
    switch (conflict.code) {
      case "cart_changed": return conflict.cart.grand_total;
      case "insufficient_stock": return conflict.unavailable.map((short) => `${short.variant_id}: ${short.available}`).join();
      default: return conflict.code;
    }
  }
  if (payment.action?.type === "redirect") console.log(payment.action.url);
  const { good: order } = await send("get", "/api/v1/orders/{number}/", { headers });
  return order.payment_status === "COMPLETED" && order.status !== "CANCELLED" ? order.order_number : order.billing_address.city;
}

export function mistakes() {
  // @ts-expect-error an address and a password are needed
  void send("post", "/api/v1/auth/login/", { body: {} });
  // @ts-expect-error no such payment method
  void send("post", "/api/v1/payments/create/", { body: { payment_method: "CASH" } });
  // @ts-expect-error a registration needs a name
  void send("post", "/api/v1/auth/register/", { body: { email: "a@example.com", username: "a", password: "correct horse" } });
  // @ts-expect-error no such status
  void send("get", "/api/v1/orders/{number}/", {}).then(({ good }) => good.status === "LOST");
}
