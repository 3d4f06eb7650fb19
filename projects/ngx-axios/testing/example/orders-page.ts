import { Component, inject, OnInit, signal } from '@angular/core';
import { AxiosClient } from 'ngx-axios';

@Component({
  selector: 'app-orders',
  template: `
    @for (order of orders(); track order.id) {
      <p>Order {{ order.id }}</p>
    }
    <button (click)="load()">Reload</button>
  `,
})
export class OrdersPage implements OnInit {
  readonly #axios = inject(AxiosClient);
  readonly orders = signal<{ id: number }[]>([]);

  ngOnInit(): void {
    this.load();
  }

  load(): void {
    this.#axios.get<{ id: number }[]>('/orders').subscribe((orders) => this.orders.set(orders));
  }
}
