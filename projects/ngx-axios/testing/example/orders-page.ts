import { Component, inject, OnInit, signal } from '@angular/core';
import { AxiosClient } from 'ngx-axios';

interface Order {
  readonly id: number;
}

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
  readonly orders = signal<Order[]>([]);

  ngOnInit(): void {
    this.load();
  }

  load(): void {
    this.#axios.get<Order[]>('/orders').subscribe((orders) => this.orders.set(orders));
  }
}
