import { TestBed } from '@angular/core/testing';
import { AxiosTestingController, provideAxiosTesting, SessionTesting } from 'ngx-axios/testing';
import { appConfig } from './app.config';
import { OrdersPage } from './orders-page';

it('loads the orders, also when the token has expired', async () => {
  TestBed.configureTestingModule({ providers: [...appConfig.providers, provideAxiosTesting()] });
  const [network, session] = [TestBed.inject(AxiosTestingController), TestBed.inject(SessionTesting)];
  session.signIn();
  const page = TestBed.createComponent(OrdersPage);
  (await network.expectOne('/orders')).flush([{ id: 1 }]);

  session.expire();
  page.nativeElement.querySelector('button').click();
  (await network.expectOne('/auth/refresh')).flush({ accessToken: 'fresh' });
  (await network.expectOne('/orders')).flush([{ id: 2 }]);
  await page.whenStable();
  expect(page.nativeElement.textContent).toContain('Order 2');
});
