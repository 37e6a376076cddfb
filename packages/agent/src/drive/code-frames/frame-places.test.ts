import { expect, it } from 'vitest';
import { framePlaces } from './frame-places.ts';

const placesOf = (told: Partial<Parameters<typeof framePlaces>[0]>) =>
  framePlaces({ suite: [], ...told }).map(({ paths, line }) => `${paths.join(' or ')}:${line}`);

it('begin with the frame nearest to the failure, and end with where the test stands', () => {
  const stack = 'Error: no\n    at total (src/cart.ts:3:7)\n    at src/cart.test.ts:12:3';
  expect(placesOf({ stack, file: 'src/cart.test.ts', line: 10 })).toEqual([
    'src/cart.ts:3',
    'src/cart.test.ts:12',
    'src/cart.test.ts:10',
  ]);
  expect(placesOf({ file: 'src/cart.test.ts', line: 10 })).toEqual(['src/cart.test.ts:10']);
  expect(placesOf({ file: 'src/cart.test.ts' })).toEqual([]);
});

it('are looked for in the message where there is no stack', () => {
  expect(placesOf({ message: '    cart_test.go:12: no' })).toEqual(['cart_test.go:12']);
});

it('leave out what is no file, and more frames than people read', () => {
  expect(placesOf({ stack: '    at total (http://localhost:5173/src/cart.ts:3:7)' })).toEqual([]);
  const deep = Array.from({ length: 90 }, (_, index) => `    at src/cart.ts:${index + 1}:7`).join('\n');
  expect(placesOf({ stack: deep })).toHaveLength(8);
});

it('know escaped paths, and those with a query', () => {
  expect(placesOf({ stack: '    at file:///w/my%20cart.js:3:7' })).toEqual([
    '/w/my%20cart.js or /w/my cart.js:3',
  ]);
  expect(placesOf({ stack: '    at file:///w/100%.js:3:7' })).toEqual(['/w/100%.js or /w/100%.js:3']);
  expect(placesOf({ stack: '    at src/cart.js?t=17:3:7' })).toEqual(['src/cart.js:3']);
});

it('look where Maven and Gradle keep the package of a class', () => {
  expect(placesOf({ stack: '\tat shop.cart.CartTest.total(CartTest.java:12)' })).toEqual([
    'CartTest.java or src/test/java/shop/cart/CartTest.java or src/main/java/shop/cart/CartTest.java:12',
  ]);
  expect(placesOf({ stack: '\tat shop.CartKt.total(Cart.kt:12)' })).toEqual([
    'Cart.kt or src/test/kotlin/shop/Cart.kt or src/test/java/shop/Cart.kt or src/main/kotlin/shop/Cart.kt or src/main/java/shop/Cart.kt:12',
  ]);
});

it('look in the folders of a Go package, of which the project is some part', () => {
  const told = { stack: '    cart_test.go:12: no', suite: ['example.org/ada/shop/cart'] };
  expect(placesOf(told)).toEqual([
    'cart_test.go or ada/shop/cart/cart_test.go or shop/cart/cart_test.go or cart/cart_test.go:12',
  ]);
  expect(placesOf({ ...told, suite: [], file: 'cart/cart_test.go' })).toEqual([
    'cart_test.go or cart/cart_test.go:12',
  ]);
});
