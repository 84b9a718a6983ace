// Right and wrong calls of the client that @hey-api/openapi-ts makes from the document.
import { createPayment, listOrders, logIn, showOrder } from "./client";

export async function callAll(): Promise<string | undefined> {
  await logIn({ body: { email: "ana@example.com", password: "correct horse battery" } });
  await listOrders({ query: { status: "SHIPPED" } });
  const { data: order } = await showOrder({ path: { number: "SO-2026-7K3M9QXA" } });
  const { error } = await createPayment({ body: { payment_method: "PAYPAL" } });
  if (error && "code" in error && error.code === "cart_changed") return error.cart.grand_total;
  return order?.grand_total;
}

export function mistakes() {
  // @ts-expect-error an address and a password are needed
  void logIn({ body: {} });
  // @ts-expect-error a body is needed
  void logIn({});
  // @ts-expect-error no such payment method
  void createPayment({ body: { payment_method: "CASH" } });
  // @ts-expect-error no such status
  void listOrders({ query: { status: "LOST" } });
}
